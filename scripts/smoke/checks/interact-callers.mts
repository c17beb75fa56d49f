import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { interactClient } from '../../../test/vendor-clients/interact-client.cjs';
import { call } from '../../demo/call.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import type { Check } from '../report.mts';
import { setPassword } from '../set-password.mts';
import { authorizationServerWorkflow, protectedWorkflow } from '../workflows.mts';
import { USER, type World } from '../world.mts';

const PATH = 'smoke-for-interact';
const SERVER = 'smoke-interact';
const BY_PASSWORD = 'smoke-interact-passwords';
const PERSON = 'person 4711';
const PASSWORD_USER = 'logs-in-by-password';

/** A caller that was written for Interact gets tokens by key and secret, and calls with them. */
export function interactCallers(world: World): readonly Check[] {
	const { admin, adminAll, session, realm, webhook } = world;
	let client: ReturnType<typeof interactClient>;
	let credentialId = '';
	let logIn: Awaited<ReturnType<typeof client.logIn>>;

	const statusOf = async (headers: Readonly<Record<string, string>>): Promise<number> =>
		(await call(webhook(PATH), headers)).status;
	const refused = (message: string) => ({ status: 400, message });
	const WRONG = refused('What was presented does not hold.');

	return [
		{
			sentence:
				'a server that speaks Interact alone is published, with a key pair that may act as one person',
			find: async () => {
				const server = authorizationServerWorkflow(realm, SERVER, ['interact']);
				await activateWorkflow(session, await createWorkflow(session, server));
				const accepted = { acceptedCredentials: ['accessToken'] };
				const trigger = protectedWorkflow(realm, PATH, accepted);
				await activateWorkflow(session, await createWorkflow(session, trigger));
				await admin({ resource: 'user', operation: 'create', username: 'integration' });
				await admin({
					resource: 'user',
					operation: 'update',
					username: USER,
					newPersonId: PERSON,
				});
				const pair = await admin({
					resource: 'apiKey',
					operation: 'generate',
					username: 'integration',
					name: 'Interact',
					kind: 'pair',
					actAs: 'listed',
					actAsUsers: USER,
				});
				credentialId = String(pair['credentialId']);
				const secret = String(pair['secret']);
				world.accessTokens.push(secret);
				client = interactClient({ intranet: webhook(SERVER), key: String(pair['key']), secret });
				const info = await client.info();
				assert.deepEqual(Object.keys(info), ['ApiDomain', 'AuthMode', 'TenantGuid', 'Name']);
				assert.equal((await call(`${webhook(SERVER)}/oauth/token`)).status, 404);
				return JSON.stringify(info);
			},
		},
		{
			sentence: 'it logs in as the person, and calls with the token and X-Tenant beside it',
			find: async () => {
				logIn = await client.logIn(PERSON);
				world.accessTokens.push(logIn.access_token, logIn.refresh_token);
				const headers = client.headersOf(logIn);
				const { status, body, json } = await call(webhook(PATH), headers);
				assert.equal(status, 200, body);
				const caller = json?.['caller'] as Record<string, unknown>;
				assert.deepEqual(
					[caller['user'], caller['actor']],
					[USER, { type: 'apiKey', id: credentialId }],
				);
				const { Authorization } = headers;
				assert.equal(await statusOf({ Authorization }), 401);
				return `${status}  ${USER} by ${JSON.stringify(caller['actor'])}; ${logIn.expires_in} s`;
			},
		},
		{
			sentence: 'another person, a wrong secret and a page are refused in one wording',
			find: async () => {
				await assert.rejects(client.logIn('somebody else'), WRONG);
				const key = 'ikey_live_0000000000000000000000';
				const stranger = interactClient({ intranet: webhook(SERVER), key, secret: 'x' });
				await assert.rejects(stranger.logIn(PERSON), WRONG);
				const page = await fetch(`${webhook(SERVER)}/token`, {
					method: 'POST',
					headers: { origin: 'https://app.example.com' },
					body: new URLSearchParams({ grant_type: 'authorization_code' }),
				});
				assert.deepEqual(
					[page.status, page.headers.get('access-control-allow-origin')],
					[403, null],
				);
				return `${WRONG.status}, ${page.status}`;
			},
		},
		{
			sentence: 'a GUID refresh token is used once: the second use ends what the first one brought',
			find: async () => {
				const next = await client.refresh(logIn.refresh_token);
				world.accessTokens.push(next.access_token, next.refresh_token);
				assert.equal(await statusOf(client.headersOf(next)), 200);
				await assert.rejects(client.refresh(logIn.refresh_token), WRONG);
				assert.equal(await statusOf(client.headersOf(next)), 401);
				await assert.rejects(client.refresh(next.refresh_token), WRONG);
				return 'ended';
			},
		},
		{
			sentence:
				'IN-10: a name and a password bring a token where that is on, which ends with the password',
			find: async () => {
				const password = `Password ${randomUUID()}`;
				world.accessTokens.push(password);
				await admin({ resource: 'user', operation: 'create', username: PASSWORD_USER });
				await setPassword(world, PASSWORD_USER, password);
				const off = refused('The grant type is not supported.');
				await assert.rejects(client.logInByPassword(PASSWORD_USER, password), off);
				const options = { interactPasswordGrant: true };
				const server = authorizationServerWorkflow(realm, BY_PASSWORD, ['interact'], options);
				await activateWorkflow(session, await createWorkflow(session, server));
				const caller = interactClient({ intranet: webhook(BY_PASSWORD), key: '', secret: '' });
				await assert.rejects(caller.logInByPassword(PASSWORD_USER, 'wrong'), WRONG);
				const first = await caller.logInByPassword(PASSWORD_USER, password);
				const next = await caller.refresh(first.refresh_token);
				for (const each of [first, next]) {
					world.accessTokens.push(each.access_token, each.refresh_token);
				}
				const { status, body, json } = await call(webhook(PATH), caller.headersOf(next));
				assert.equal(status, 200, body);
				const calledBy = json?.['caller'] as Record<string, unknown>;
				assert.deepEqual(
					[calledBy['type'], calledBy['user'], 'actor' in calledBy],
					['user', PASSWORD_USER, false],
				);
				const remove = { resource: 'user', operation: 'removePassword', username: PASSWORD_USER };
				await admin(remove);
				assert.equal(await statusOf(caller.headersOf(next)), 401);
				await assert.rejects(caller.refresh(next.refresh_token), WRONG);
				return `${status}  ${PASSWORD_USER}; ended with the password`;
			},
		},
		{
			sentence: 'the audit has the person and the key as the actor; a deleted key ends its tokens',
			find: async () => {
				const last = await client.logIn(PERSON);
				world.accessTokens.push(last.access_token, last.refresh_token);
				assert.equal(await statusOf(client.headersOf(last)), 200);
				const filters = { user: USER, kind: 'decision' };
				const audit = { resource: 'auditLog', operation: 'getAll', returnAll: true, filters };
				const entries = await adminAll(audit);
				const actors = new Set(entries.map(({ actor }) => actor));
				assert.ok(actors.has(`apiKey:${credentialId}`), [...actors].join(', '));
				await admin({ resource: 'apiKey', operation: 'revoke', credentialId });
				assert.equal(await statusOf(client.headersOf(last)), 401);
				await assert.rejects(client.logIn(PERSON), WRONG);
				return `apiKey:${credentialId}`;
			},
		},
	];
}
