import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createCredential, type CredentialReference } from '../../n8n/credentials.mts';
import { runManually } from '../../n8n/manual-run.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import { callbackOf, connectCredential } from '../connect-credential.mts';
import type { Check } from '../report.mts';
import { setPassword } from '../set-password.mts';
import {
	authorizationServerWorkflow,
	httpRequestWorkflow,
	MANUAL_TRIGGER,
	protectedWorkflow,
} from '../workflows.mts';
import type { World } from '../world.mts';

const PATH = 'smoke-for-n8n';
const SERVER = 'smoke-auth-for-n8n';
const USER = 'n8n-user';

/** Another workflow calls with n8n's own OAuth2 credential, by the grants that it has. */
export function n8nAsClient(world: World): readonly Check[] {
	const { admin, adminAll, session, realm, webhook } = world;
	const user = { username: USER, password: `Password ${randomUUID()}` };
	let clientId = '';
	let clientSecret = '';

	const credentialFor = async (
		grantType: 'authorizationCode' | 'clientCredentials',
	): Promise<CredentialReference> =>
		await createCredential(session, {
			name: `Smoke: ${grantType}`,
			type: 'oAuth2Api',
			data: {
				grantType,
				authUrl: `${webhook(SERVER)}/oauth/authorize`,
				accessTokenUrl: `${webhook(SERVER)}/oauth/token`,
				clientId,
				clientSecret,
				scope: 'read',
				authQueryParameters: '',
				authentication: 'header',
			},
		});
	/** What the trigger says of its caller, by way of n8n's HTTP Request. */
	const callerBy = async (credential: CredentialReference): Promise<Record<string, unknown>> => {
		const workflow = httpRequestWorkflow(webhook(PATH), { oAuth2Api: credential });
		const { items, error } = await runManually(
			session,
			await createWorkflow(session, workflow),
			MANUAL_TRIGGER,
		);
		assert.equal(error, undefined);
		return items['Call']?.[0]?.['caller'] as Record<string, unknown>;
	};

	return [
		{
			sentence: 'a client is registered for n8n itself, which comes back to its own address',
			find: async () => {
				const server = authorizationServerWorkflow(realm, SERVER);
				await activateWorkflow(session, await createWorkflow(session, server));
				const accepted = { acceptedCredentials: ['accessToken'] };
				const trigger = protectedWorkflow(realm, PATH, accepted);
				await activateWorkflow(session, await createWorkflow(session, trigger));
				await admin({ resource: 'user', operation: 'create', username: USER, displayName: '' });
				await setPassword(world, USER, user.password);
				const callback = await callbackOf(session);
				const registered = await admin({
					resource: 'client',
					operation: 'register',
					name: 'n8n',
					callbackUrls: callback,
					grants: 'authorization_code, refresh_token, client_credentials',
					clientOptions: { scopes: 'read', groups: 'Default' },
				});
				clientId = String(registered['clientId']);
				clientSecret = String(registered['clientSecret']);
				return callback;
			},
		},
		{
			sentence: "n8n's OAuth2 credential calls by client credentials, as the client itself",
			find: async () => {
				const caller = await callerBy(await credentialFor('clientCredentials'));
				assert.deepEqual([caller['type'], caller['client']], ['client', clientId]);
				return `${String(caller['type'])}, scopes ${String(caller['scopes'])}`;
			},
		},
		{
			sentence: "n8n's OAuth2 credential calls by a code, as the user who has connected it",
			find: async () => {
				const credential = await credentialFor('authorizationCode');
				await connectCredential(session, credential, user);
				const caller = await callerBy(credential);
				assert.deepEqual([caller['user'], caller['client']], [USER, clientId]);
				return `${String(caller['user'])} by the client ${clientId}`;
			},
		},
		{
			sentence: 'the audit has the call of the client, and that of the user',
			find: async () => {
				const filters = { kind: 'decision' };
				const audit = { resource: 'auditLog', operation: 'getAll', returnAll: true, filters };
				const calls = (await adminAll(audit)).filter((entry) => entry['client'] === clientId);
				const users = calls.map((entry) => entry['user'] ?? 'nobody').sort();
				assert.deepEqual(users, [USER, 'nobody']);
				return users.join(', ');
			},
		},
	];
}
