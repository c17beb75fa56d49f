import assert from 'node:assert/strict';
import { inbentaClient } from '../../../test/vendor-clients/inbenta-client.cjs';
import { call, preflight } from '../../demo/call.mts';
import { activateWorkflow, createWorkflow, deactivateWorkflow } from '../../n8n/workflows.mts';
import type { Check } from '../report.mts';
import { authorizationServerWorkflow, protectedWorkflow } from '../workflows.mts';
import { USER, type World } from '../world.mts';

const PATH = 'smoke-for-inbenta';
const SERVER = 'smoke-inbenta';
const ORIGIN = 'https://shop.example.com';

type Client = ReturnType<typeof inbentaClient>;

/** A caller that was written for Inbenta gets tokens by a secret or from a page, and calls with them. */
export function inbentaCallers(world: World): readonly Check[] {
	const { admin, adminAll, session, realm, webhook } = world;
	let server: Client;
	let page: Client;
	let apiKey = '';
	let pairId = '';
	let workflow = '';
	let token = '';
	let pageToken = '';

	const callAs = async (headers: Readonly<Record<string, string>>) =>
		await call(webhook(PATH), headers);
	const statusOf = async (headers: Readonly<Record<string, string>>): Promise<number> =>
		(await callAs(headers)).status;
	const keep = <T extends { accessToken: string }>(answer: T): T => {
		world.accessTokens.push(answer.accessToken);
		return answer;
	};

	return [
		{
			sentence:
				'a server that speaks Inbenta, a trigger, a key pair and a domain key of one user are there',
			find: async () => {
				const made = authorizationServerWorkflow(realm, SERVER, ['inbenta']);
				await activateWorkflow(session, await createWorkflow(session, made));
				const options = { answerShape: 'inbenta' };
				const accepted = { acceptedCredentials: ['accessToken'], options };
				workflow = await createWorkflow(session, protectedWorkflow(realm, PATH, accepted));
				await activateWorkflow(session, workflow);
				const pair = await admin({
					resource: 'apiKey',
					operation: 'generate',
					username: USER,
					name: 'Inbenta',
					kind: 'pair',
				});
				apiKey = String(pair['key']);
				pairId = String(pair['credentialId']);
				const secret = String(pair['secret']);
				world.accessTokens.push(secret);
				const domainKey = await admin({
					resource: 'domainKey',
					operation: 'create',
					username: USER,
					name: 'Inbenta page',
					origins: ORIGIN,
					privileges: 'Use API Key, Run Actions',
				});
				const authApi = webhook(SERVER);
				server = inbentaClient({ authApi, apiKey, secret });
				const value = String(domainKey['key']);
				page = inbentaClient({ authApi, apiKey, domainKey: value, origin: ORIGIN });
				return apiKey;
			},
		},
		{
			sentence:
				'it gets a token by key and secret, as JSON and as a form, and the addresses it may call',
			find: async () => {
				keep(await server.authByForm());
				const answer = keep(await server.auth());
				token = answer.accessToken;
				assert.equal(answer.apis[PATH], webhook(PATH));
				const { status, body, json } = await callAs(server.headersOf(token));
				assert.equal(status, 200, body);
				const caller = json?.['caller'] as Record<string, unknown>;
				assert.deepEqual([caller['user'], caller['actor']], [USER, undefined]);
				assert.equal(await statusOf({ authorization: `Bearer ${token}` }), 401);
				const foreign = { ...server.headersOf(token), 'x-inbenta-key': 'another' };
				assert.equal(await statusOf(foreign), 403);
				return `${status}  ${JSON.stringify(answer.apis)}`;
			},
		},
		{
			sentence: 'it refreshes the token before its end, and asks for the addresses again',
			find: async () => {
				const next = keep(await server.refresh(token));
				assert.deepEqual(Object.keys(next), ['accessToken', 'expiration', 'expires_in']);
				assert.equal(await statusOf(server.headersOf(next.accessToken)), 200);
				const { apis } = await server.apis(next.accessToken);
				assert.equal(apis[PATH], webhook(PATH));
				await deactivateWorkflow(session, workflow);
				assert.equal((await server.apis(next.accessToken)).apis[PATH], undefined);
				await activateWorkflow(session, workflow);
				return `${Object.keys(apis).join(', ')}; it is gone with the trigger`;
			},
		},
		{
			sentence: 'a page gets a token by its domain key, which works from that page alone',
			find: async () => {
				const asked = await preflight(`${webhook(SERVER)}/auth`, ORIGIN, 'POST', 'x-inbenta-key');
				pageToken = keep(await page.auth()).accessToken;
				const own = await callAs(page.headersOf(pageToken));
				assert.equal(own.status, 200, own.body);
				assert.equal(own.headers['access-control-allow-origin'], ORIGIN);
				const elsewhere = { ...page.headersOf(pageToken), Origin: 'https://evil.example.com' };
				const nowhere = server.headersOf(pageToken);
				const refused = [await callAs(elsewhere), await callAs(nowhere)];
				assert.deepEqual(
					refused.map(({ status }) => status),
					[403, 403],
				);
				assert.equal(refused[0]?.headers['access-control-allow-origin'], undefined);
				keep(await page.refresh(pageToken));
				return `preflight ${asked.status} ${String(asked.allowed)}; ${own.status}, 403, 403`;
			},
		},
		{
			sentence:
				'a wrong secret is 400 in one wording; a revoked pair and a disabled domain key end their tokens',
			find: async () => {
				const authApi = webhook(SERVER);
				const wrong = inbentaClient({ authApi, apiKey, secret: 'x' });
				const refused = { status: 400, message: 'Secret token not valid' };
				await assert.rejects(wrong.auth(), refused);
				await admin({ resource: 'apiKey', operation: 'revoke', credentialId: pairId });
				await assert.rejects(server.auth(), refused);
				await assert.rejects(server.refresh(token), { status: 401 });
				assert.equal(await statusOf(server.headersOf(token)), 401);
				const [key] = await adminAll({ resource: 'domainKey', operation: 'getAll' });
				const credentialId = String(key?.['credentialId']);
				await admin({ resource: 'domainKey', operation: 'revoke', credentialId });
				assert.equal(await statusOf(page.headersOf(pageToken)), 401);
				return '400, 401, 401';
			},
		},
	];
}
