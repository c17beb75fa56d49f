import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
	type HandOverPack,
	type PartnerClient,
	partnerClient,
	type PartnerToken,
} from '../../../test/dialects/inter-action-plus-client.mts';
import { walkPages } from '../../../test/dialects/walk-pages.mts';
import { call } from '../../demo/call.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import { makeConsentAdministrator, partnerRegistration } from '../partner.mts';
import type { Check } from '../report.mts';
import { authorizationServerWorkflow, protectedWorkflow } from '../workflows.mts';
import type { World } from '../world.mts';

const PATH = 'smoke-cloud-api';
const SERVER = 'smoke-authority';
const USERS = ['partner-reads', 'partner-writes'] as const;
const CALLBACK = 'http://127.0.0.1:4711/partner';

/** An operator registers a partner, an administrator sets the client up, and the client calls. */
export function interActionPlusDialect(world: World): readonly Check[] {
	const { admin, adminAll, session, realm, webhook } = world;
	const administrator = { username: 'partner-admin', password: `Password ${randomUUID()}` };
	let pack: HandOverPack;
	let client: PartnerClient;
	let first: PartnerToken;

	const setUpAs = async (account: string): Promise<PartnerToken> => {
		const started = client.startSetUp();
		const decision = { account, decision: 'allow' };
		return await started.finish(await walkPages(started.url, administrator, decision));
	};
	const callAs = async (token: string, user: string): Promise<string> => {
		world.accessTokens.push(token);
		const { status, body, json } = await call(webhook(PATH), { authorization: `Bearer ${token}` });
		assert.equal(status, 200, body);
		const caller = json?.['caller'] as Record<string, unknown>;
		assert.deepEqual([caller['user'], caller['client']], [user, pack.clientId]);
		assert.match(String(caller['tenant']), /^[0-9a-f-]{36}$/);
		return `${status} as ${user}`;
	};

	return [
		{
			sentence: 'a server of the InterAction+ dialect is published, with an administrator',
			find: async () => {
				const server = authorizationServerWorkflow(realm, SERVER, ['interActionPlus']);
				await activateWorkflow(session, await createWorkflow(session, server));
				const accepted = { acceptedCredentials: ['accessToken'] };
				const trigger = protectedWorkflow(realm, PATH, accepted);
				await activateWorkflow(session, await createWorkflow(session, trigger));
				await makeConsentAdministrator(world, 'Consents', administrator);
				for (const username of USERS) {
					await admin({ resource: 'user', operation: 'create', username, displayName: '' });
				}
				return webhook(SERVER);
			},
		},
		{
			sentence:
				'IA-3, IA-4: a partner is registered, gets four values, and no token before the set-up',
			find: async () => {
				const addresses = { server: SERVER, api: PATH };
				const registered = await admin(
					partnerRegistration(world, addresses, { callbackUrls: CALLBACK }),
				);
				pack = registered['handOverPack'] as unknown as HandOverPack;
				client = await partnerClient(pack, CALLBACK);
				await assert.rejects(client.asItself(), new Error('invalid_grant'));
				return Object.keys(pack).join(', ');
			},
		},
		{
			sentence: 'IA-8, IA-11: after the set-up it calls as the designated user, by every grant',
			find: async () => {
				first = await setUpAs(USERS[0]);
				await callAs(first.access_token, USERS[0]);
				const own = await client.asItself();
				await callAs(own.access_token, USERS[0]);
				first = await client.refresh(first.refresh_token ?? '');
				return await callAs(first.access_token, USERS[0]);
			},
		},
		{
			sentence: 'IA-13: another user is designated, and what the client had before has ended',
			find: async () => {
				const second = await setUpAs(USERS[1]);
				const found = await callAs(second.access_token, USERS[1]);
				const late = await client.call(first.access_token);
				assert.equal(late.status, 401);
				const refreshed = client.refresh(first.refresh_token ?? '');
				await assert.rejects(refreshed, new Error('invalid_grant'));
				return `${found}, the first token ${late.status}`;
			},
		},
		{
			sentence: 'IA-5: the audit has who agreed, who was designated, and the calls of both',
			find: async () => {
				const read = async (user: string) => {
					const audit = { resource: 'auditLog', operation: 'getAll', returnAll: true };
					return await adminAll({ ...audit, filters: { user } });
				};
				const consents = (await read(administrator.username)).filter(
					({ operation }) => operation === 'authorization.consent',
				);
				assert.equal(consents.length, 2);
				for (const user of USERS) {
					const entries = await read(user);
					const designated = entries.filter(
						({ operation, decision }) =>
							operation === 'authorization.designate' && decision === 'accepted',
					);
					const called = entries.filter(
						({ kind, decision }) => kind === 'decision' && decision === 'accepted',
					);
					assert.equal(designated.length, 1);
					assert.ok(called.length > 0);
					for (const entry of called) assert.equal(entry['client'], pack.clientId);
				}
				return `${consents.length} consents of ${administrator.username}`;
			},
		},
	];
}
