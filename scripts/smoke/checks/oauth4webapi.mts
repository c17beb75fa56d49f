import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { walkPages } from '../../../test/dialects/walk-pages.mts';
import { call } from '../../demo/call.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import type { Check } from '../report.mts';
import { setPassword } from '../set-password.mts';
import { authorizationServerWorkflow, protectedWorkflow } from '../workflows.mts';
import type { World } from '../world.mts';

const PATH = 'smoke-oauth4webapi-api';
const SERVER = 'smoke-oauth4webapi';
const USER = 'token-user';
const CALLBACK = 'http://127.0.0.1:4711/strict';
const LOOPBACK = { [oauth.allowInsecureRequests]: true };

/** Another strict client gets a token by every grant that there is, and calls with each. */
export function oauth4webapi(world: World): readonly Check[] {
	const { admin, adminAll, session, realm, webhook } = world;
	const user = { username: USER, password: `Password ${randomUUID()}` };
	let server: oauth.AuthorizationServer;
	let client: oauth.Client;
	let authenticate: oauth.ClientAuth;
	let refreshToken = '';

	const callWith = async (token: string): Promise<string> => {
		world.accessTokens.push(token);
		const { status, body, json } = await call(webhook(PATH), { authorization: `Bearer ${token}` });
		assert.equal(status, 200, body);
		const caller = json?.['caller'] as Record<string, unknown>;
		assert.deepEqual([caller['user'], caller['client']], [USER, client.client_id]);
		return `${status}  as ${USER}`;
	};
	const authorizeUrl = (parameters: Readonly<Record<string, string>>): URL => {
		const url = new URL(server.authorization_endpoint ?? '');
		url.search = String(
			new URLSearchParams({
				client_id: client.client_id,
				redirect_uri: CALLBACK,
				scope: 'read',
				...parameters,
			}),
		);
		return url;
	};

	return [
		{
			sentence: 'oauth4webapi discovers a server; its client has every grant on',
			find: async () => {
				const issuing = authorizationServerWorkflow(realm, SERVER);
				await activateWorkflow(session, await createWorkflow(session, issuing));
				const accepted = { acceptedCredentials: ['accessToken'] };
				const trigger = protectedWorkflow(realm, PATH, accepted);
				await activateWorkflow(session, await createWorkflow(session, trigger));
				await admin({ resource: 'user', operation: 'create', username: USER });
				await setPassword(world, USER, user.password);
				const registered = await admin({
					resource: 'client',
					operation: 'register',
					name: 'Another strict client',
					callbackUrls: CALLBACK,
					grants: 'authorization_code, refresh_token, client_credentials, password, implicit',
					clientOptions: { actAs: 'listed', actAsUsers: USER, scopes: 'read, write' },
				});
				client = { client_id: String(registered['clientId']) };
				const secret = String(registered['clientSecret']);
				world.accessTokens.push(secret);
				authenticate = oauth.ClientSecretBasic(secret);
				const issuer = new URL(webhook(SERVER));
				// The form that RFC 8414 inserts before the path is the proxy's to map.
				const options = { algorithm: 'oidc', ...LOOPBACK } as const;
				const answer = await oauth.discoveryRequest(issuer, options);
				server = await oauth.processDiscoveryResponse(issuer, answer);
				return server.issuer;
			},
		},
		{
			sentence: 'oauth4webapi gets a token by a code, and goes on with a refresh token',
			find: async () => {
				const verifier = oauth.generateRandomCodeVerifier();
				const state = oauth.generateRandomState();
				const back = await walkPages(
					authorizeUrl({
						response_type: 'code',
						state,
						code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
						code_challenge_method: 'S256',
					}),
					user,
				);
				const parameters = oauth.validateAuthResponse(server, client, back, state);
				const exchanged = await oauth.authorizationCodeGrantRequest(
					server,
					client,
					authenticate,
					parameters,
					CALLBACK,
					verifier,
					LOOPBACK,
				);
				const token = await oauth.processAuthorizationCodeResponse(server, client, exchanged);
				refreshToken = token.refresh_token ?? '';
				await callWith(token.access_token);
				const renewed = await oauth.refreshTokenGrantRequest(
					server,
					client,
					authenticate,
					refreshToken,
					LOOPBACK,
				);
				const next = await oauth.processRefreshTokenResponse(server, client, renewed);
				return await callWith(next.access_token);
			},
		},
		...(['client_credentials', 'password'] as const).map((grant): Check => ({
			sentence: `oauth4webapi gets a token by ${grant}`,
			find: async () => {
				const form = grant === 'password' ? user : { username: USER };
				const answer = await oauth.genericTokenEndpointRequest(
					server,
					client,
					authenticate,
					grant,
					form,
					LOOPBACK,
				);
				const token = await oauth.processGenericTokenEndpointResponse(server, client, answer);
				return await callWith(token.access_token);
			},
		})),
		{
			sentence:
				'implicit: the token comes in the fragment, with the state and never a refresh token',
			find: async () => {
				const state = oauth.generateRandomState();
				const back = await walkPages(authorizeUrl({ response_type: 'token', state }), user);
				assert.equal(back.search, '');
				const fragment = new URLSearchParams(back.hash.slice(1));
				assert.deepEqual(
					[fragment.get('state'), fragment.get('iss'), fragment.has('refresh_token')],
					[state, server.issuer, false],
				);
				return await callWith(fragment.get('access_token') ?? '');
			},
		},
		{
			sentence: 'oauth4webapi looks at a token and revokes it; the next call is refused',
			find: async () => {
				const answer = await oauth.clientCredentialsGrantRequest(
					server,
					client,
					authenticate,
					{ username: USER },
					LOOPBACK,
				);
				const { access_token: token } = await oauth.processClientCredentialsResponse(
					server,
					client,
					answer,
				);
				await callWith(token);
				const active = async (): Promise<boolean> => {
					const looked = await oauth.introspectionRequest(
						server,
						client,
						authenticate,
						token,
						LOOPBACK,
					);
					return (await oauth.processIntrospectionResponse(server, client, looked)).active;
				};
				assert.equal(await active(), true);
				const revoked = await oauth.revocationRequest(
					server,
					client,
					authenticate,
					token,
					LOOPBACK,
				);
				await oauth.processRevocationResponse(revoked);
				assert.equal(await active(), false);
				const { status } = await call(webhook(PATH), { authorization: `Bearer ${token}` });
				assert.equal(status, 401);
				return `${status}`;
			},
		},
		{
			sentence: 'the audit names the user and the client of each of these calls',
			find: async () => {
				const filters = { user: USER, kind: 'decision' };
				const audit = { resource: 'auditLog', operation: 'getAll', returnAll: true, filters };
				const entries = await adminAll(audit);
				const accepted = entries.filter(({ decision }) => decision === 'accepted');
				assert.equal(accepted.length, 6);
				for (const entry of accepted) assert.equal(entry['client'], client.client_id);
				return `${accepted.length} calls`;
			},
		},
	];
}
