import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
	type VerintClient,
	verintClient,
	VerintError,
} from '../../../test/dialects/verint-client.mts';
import { walkPages } from '../../../test/dialects/walk-pages.mts';
import { call } from '../../demo/call.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import type { Check } from '../report.mts';
import { setPassword } from '../set-password.mts';
import { authorizationServerWorkflow, protectedWorkflow } from '../workflows.mts';
import type { World } from '../world.mts';

const PATH = 'smoke-verint-api';
const SERVER = 'smoke-verint';
const USER = 'verint-caller';
const CALLBACK = 'http://127.0.0.1:4711/verint';

/** A client that was written for a Verint Community site gets tokens, and calls with them. */
export function verintDialect(world: World): readonly Check[] {
	const { admin, adminAll, session, realm, webhook } = world;
	const user = { username: USER, password: `Password ${randomUUID()}` };
	let clientId = '';
	let client: VerintClient;

	const callWith = async (token: string, scheme: string): Promise<string> => {
		world.accessTokens.push(token);
		const { status, body, json } = await call(webhook(PATH), {
			authorization: `${scheme} ${token}`,
		});
		assert.equal(status, 200, body);
		const caller = json?.['caller'] as Record<string, unknown>;
		assert.deepEqual([caller['user'], caller['client']], [USER, clientId]);
		return `${status} after ${scheme}`;
	};

	return [
		{
			sentence: 'a server of the Verint dialect is published, with a client of that dialect',
			find: async () => {
				const server = authorizationServerWorkflow(realm, SERVER, ['verint']);
				await activateWorkflow(session, await createWorkflow(session, server));
				const accepted = { acceptedCredentials: ['accessToken'] };
				const trigger = protectedWorkflow(realm, PATH, accepted);
				await activateWorkflow(session, await createWorkflow(session, trigger));
				const created = { username: USER, displayName: '' };
				await admin({ resource: 'user', operation: 'create', ...created });
				await setPassword(world, USER, user.password);
				const registered = await admin({
					resource: 'client',
					operation: 'register',
					name: 'A Verint client',
					callbackUrls: CALLBACK,
					grants: 'authorization_code, refresh_token, client_credentials',
					dialects: 'verint',
					clientOptions: {
						mainUrl: 'https://client.example',
						actAs: 'listed',
						actAsUsers: USER,
						errorStatuses: 'original',
					},
				});
				clientId = String(registered['clientId']);
				const clientSecret = String(registered['clientSecret']);
				const site = webhook(SERVER);
				client = verintClient({ site, clientId, clientSecret, callback: CALLBACK });
				return site;
			},
		},
		{
			sentence: 'VE-7, VE-12, VE-21: a Verint client gets a token by a code, and calls as its user',
			find: async () => {
				const asked = client.authorizeUrl('code', { state: 'a state' });
				const { searchParams } = await walkPages(asked, user);
				assert.deepEqual([...searchParams.keys()], ['code', 'expires_in', 'state']);
				const token = await client.exchange(searchParams.get('code') ?? '');
				await callWith(token.access_token, 'Bearer');
				return await callWith(token.access_token, 'OAuth');
			},
		},
		{
			sentence: 'VE-15, VE-17: it gets one as a user, and goes on with a refresh token, once',
			find: async () => {
				const acting = await client.actAs(USER);
				await callWith(acting.access_token, 'OAuth');
				const next = await client.refresh(acting.refresh_token ?? '');
				const found = await callWith(next.access_token, 'OAuth');
				// It is told so in an answer of status 200, as the product does (VE-19).
				const again = client.refresh(acting.refresh_token ?? '');
				await assert.rejects(again, new VerintError(200, 'invalid_grant'));
				const late = await client.call(webhook(PATH), next.access_token);
				assert.equal(late.status, 401);
				return `${found}, then ${late.status}`;
			},
		},
		{
			sentence: 'the audit names the user and the client of what the Verint client called',
			find: async () => {
				const filters = { user: USER, kind: 'decision' };
				const audit = { resource: 'auditLog', operation: 'getAll', returnAll: true, filters };
				const entries = await adminAll(audit);
				const accepted = entries.filter(({ decision }) => decision === 'accepted');
				assert.ok(accepted.length >= 4, String(accepted.length));
				for (const entry of accepted) assert.equal(entry['client'], clientId);
				return `${accepted.length} calls`;
			},
		},
	];
}
