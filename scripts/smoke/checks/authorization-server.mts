import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as openid from 'openid-client';
import { call } from '../../demo/call.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import type { Check } from '../report.mts';
import { setPassword } from '../set-password.mts';
import { authorizationServerWorkflow, protectedWorkflow } from '../workflows.mts';
import { USER, type World } from '../world.mts';

const PATH = 'smoke-with-token';
const SERVER = 'smoke-auth';
const CALLBACK = 'http://127.0.0.1:4711/cb';

/** A strict OAuth client gets tokens from the server, and calls with them. */
export function authorizationServer(world: World): readonly Check[] {
	const { admin, adminAll, session, realm, webhook } = world;
	const password = `Password ${randomUUID()}`;
	let config: openid.Configuration;
	let clientId = '';
	let refreshToken = '';

	const callAs = async (token: string, user: string): Promise<string> => {
		world.accessTokens.push(token);
		const headers = { authorization: `Bearer ${token}` };
		const { status, body, json } = await call(webhook(PATH), headers);
		assert.equal(status, 200, body);
		const caller = json?.['caller'] as Record<string, unknown>;
		assert.deepEqual([caller['user'], caller['client']], [user, clientId]);
		return `${status}  ${String(caller['scheme'])} of ${user} by a client`;
	};
	const post = async (form: Readonly<Record<string, string>>): Promise<Response> =>
		await fetch(`${webhook(SERVER)}/oauth/authorize`, {
			method: 'POST',
			body: new URLSearchParams(form),
			redirect: 'manual',
		});
	const fieldsOf = async (page: Response): Promise<Record<string, string>> => {
		const html = await page.text();
		const hidden = html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
		return Object.fromEntries([...hidden].map(([, name, value]) => [name, value]));
	};

	return [
		{
			sentence: 'an authorization server and a trigger that takes its tokens are published',
			find: async () => {
				const server = authorizationServerWorkflow(realm, SERVER);
				await activateWorkflow(session, await createWorkflow(session, server));
				const accepted = { acceptedCredentials: ['accessToken'] };
				const trigger = protectedWorkflow(realm, PATH, accepted);
				await activateWorkflow(session, await createWorkflow(session, trigger));
				const registered = await admin({
					resource: 'client',
					operation: 'register',
					name: 'A strict client',
					callbackUrls: CALLBACK,
					grants: 'authorization_code, refresh_token, client_credentials, password',
					clientOptions: { actAs: 'listed', actAsUsers: USER, scopes: 'read, write' },
				});
				clientId = String(registered['clientId']);
				const secret = openid.ClientSecretBasic(String(registered['clientSecret']));
				const insecure = { execute: [openid.allowInsecureRequests] };
				const issuer = new URL(webhook(SERVER));
				config = await openid.discovery(issuer, clientId, undefined, secret, insecure);
				return config.serverMetadata().issuer;
			},
		},
		{
			sentence: 'openid-client gets a token for the client as a user, and calls with it',
			find: async () => {
				const token = await openid.clientCredentialsGrant(config, { username: USER });
				return await callAs(token.access_token, USER);
			},
		},
		{
			sentence: 'openid-client gets a token by a code, for which the user has logged in and agreed',
			find: async () => {
				await setPassword(world, USER, password);
				const pkceCodeVerifier = openid.randomPKCECodeVerifier();
				const expectedState = openid.randomState();
				const url = openid.buildAuthorizationUrl(config, {
					redirect_uri: CALLBACK,
					scope: 'read',
					state: expectedState,
					code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
					code_challenge_method: 'S256',
				});
				const page = await fetch(url);
				assert.match(page.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
				const logIn = { ...(await fieldsOf(page)), username: USER };
				assert.equal((await post({ ...logIn, password: 'wrong' })).status, 401);
				const consent = await post({ ...logIn, password });
				const sent = await post({ ...(await fieldsOf(consent)), decision: 'allow' });
				assert.equal(sent.status, 303);
				const back = new URL(sent.headers.get('location') ?? '');
				const checks = { pkceCodeVerifier, expectedState };
				const tokens = await openid.authorizationCodeGrant(config, back, checks);
				refreshToken = tokens.refresh_token ?? '';
				return await callAs(tokens.access_token, USER);
			},
		},
		{
			sentence: "openid-client gets a token by the user's name and password",
			find: async () => {
				const wrong = { username: USER, password: 'wrong' };
				const refused = openid.genericGrantRequest(config, 'password', wrong);
				await assert.rejects(refused, { error: 'invalid_grant' });
				const right = { username: USER, password };
				const token = await openid.genericGrantRequest(config, 'password', right);
				return await callAs(token.access_token, USER);
			},
		},
		{
			sentence: 'a refresh token is used once: the second use ends what the first one brought',
			find: async () => {
				const next = await openid.refreshTokenGrant(config, refreshToken);
				await callAs(next.access_token, USER);
				await assert.rejects(openid.refreshTokenGrant(config, refreshToken));
				const headers = { authorization: `Bearer ${next.access_token}` };
				const { status } = await call(webhook(PATH), headers);
				assert.equal(status, 401);
				return `${status}`;
			},
		},
		{
			sentence: 'the audit has the user, the client and the reason',
			find: async () => {
				const filters = { user: USER, kind: 'authorization' };
				const audit = { resource: 'auditLog', operation: 'getAll', returnAll: true, filters };
				const entries = await adminAll(audit);
				const found = entries.map(({ operation, decision, reason }) =>
					[operation, decision, reason].filter(Boolean).join(' '),
				);
				for (const entry of [
					'authorization.logIn refused wrong-password',
					'authorization.logIn accepted',
					'authorization.consent accepted',
					'token.issue accepted',
					'token.issue refused refresh-reuse',
				]) {
					assert.ok(found.includes(entry), `${entry} in ${found.join(', ')}`);
				}
				return `${found.length} entries`;
			},
		},
		{
			sentence: 'what is no form, and an unknown client, are answered as OAuth says',
			find: async () => {
				const token = `${webhook(SERVER)}/oauth/token`;
				const json = await call(token, {}, { grant_type: 'client_credentials' });
				const got = await call(token);
				const page = await call(`${webhook(SERVER)}/oauth/authorize?client_id=nobody`);
				assert.deepEqual([json.status, got.status, page.status], [400, 405, 400]);
				assert.equal(json.headers['cache-control'], 'no-store');
				return `${json.status} ${String(json.json?.['error'])}, ${got.status}, ${page.status}`;
			},
		},
	];
}
