import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';

import { openRealmBy } from '../../src/n8n/open-realms';
import type { Realm, RegisteredClient } from '../../src/realm/realm';
import { valueOf } from '../a-realm';
import { fieldsOf } from '../contract/an-authorization-server';
import { type AdminNode, anAdminNode } from './admin-node';
import { aListeningServer, type ListeningServer } from './listening-server';

const PASSWORD = 'correct horse battery staple';
const CALLBACK = 'http://127.0.0.1:4711/cb';

describe('the Authorization Server Trigger', () => {
	let admin: AdminNode;
	let realm: Realm;
	let server: ListeningServer;
	let client: RegisteredClient;
	let publicClient: RegisteredClient;
	beforeAll(async () => {
		admin = await anAdminNode();
		({ realm } = await openRealmBy(admin.fields));
		server = await aListeningServer(admin.fields, { events: ['tokenIssued'] });
		await realm.authorizationServer.keepIssuer(server.issuer);
		valueOf(await realm.administer.users.create({ username: 'alice' }));
		valueOf(await realm.administer.passwords.set('alice', PASSWORD));
		const scopes = ['read', 'write'];
		client = valueOf(
			await realm.administer.clients.register({
				name: 'A client',
				scopes,
				callbackUrls: [CALLBACK],
				grants: ['authorization_code', 'refresh_token', 'client_credentials'],
				actAs: { usernames: ['alice'] },
				tokenFormat: 'jwt',
			}),
		);
		publicClient = valueOf(
			await realm.administer.clients.register({
				name: 'A public client',
				type: 'public',
				scopes,
				callbackUrls: [CALLBACK],
			}),
		);
	});
	afterAll(async () => {
		await server.close();
		await admin.close();
	});

	const post = async (form: Readonly<Record<string, string>>): Promise<Response> =>
		await fetch(`${server.issuer}/oauth/authorize`, {
			method: 'POST',
			body: new URLSearchParams(form),
			redirect: 'manual',
		});
	/** Goes through the pages as a browser does; gives where it is sent at last. */
	const walk = async (url: URL): Promise<URL> => {
		const page = await fetch(url, { redirect: 'manual' });
		const logIn = { ...fieldsOf(await page.text()), username: 'alice', password: PASSWORD };
		const consent = await post(logIn);
		if (consent.status === 303) return new URL(consent.headers.get('location') ?? '');
		const agreed = await post({ ...fieldsOf(await consent.text()), decision: 'allow' });
		expect(agreed.status).toBe(303);
		return new URL(agreed.headers.get('location') ?? '');
	};
	const call = async (token: string): Promise<unknown> => {
		const headers = { authorization: `Bearer ${token}` };
		const answer = await fetch(server.protectedUrl, { headers });
		if (answer.status !== 200) return answer.status;
		const [[{ json }]] = (await answer.json()) as [[{ json: { caller: unknown } }]];
		return json.caller;
	};

	test('is read by openid-client, which gets tokens by every grant and calls with them', async () => {
		const { clientId, clientSecret = '' } = client;
		const config = await openid.discovery(
			new URL(server.issuer),
			clientId,
			undefined,
			openid.ClientSecretBasic(clientSecret),
			{ execute: [openid.allowInsecureRequests] },
		);
		const own = await openid.clientCredentialsGrant(config, { username: 'alice', scope: 'read' });
		expect(await call(own.access_token)).toMatchObject({
			user: 'alice',
			client: clientId,
			actor: { type: 'client', id: clientId },
			scopes: ['read'],
		});

		const verifier = openid.randomPKCECodeVerifier();
		const state = openid.randomState();
		const url = openid.buildAuthorizationUrl(config, {
			redirect_uri: CALLBACK,
			scope: 'read write',
			code_challenge: await openid.calculatePKCECodeChallenge(verifier),
			code_challenge_method: 'S256',
			state,
		});
		const sent = await walk(url);
		const tokens = await openid.authorizationCodeGrant(config, sent, {
			pkceCodeVerifier: verifier,
			expectedState: state,
		});
		expect(await call(tokens.access_token)).toMatchObject({
			type: 'user',
			user: 'alice',
			client: clientId,
			scopes: ['read', 'write'],
		});
		const next = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '');
		expect(await openid.tokenIntrospection(config, next.access_token)).toMatchObject({
			active: true,
			username: 'alice',
		});
		await openid.tokenRevocation(config, next.refresh_token ?? '');
		expect(await openid.tokenIntrospection(config, next.access_token)).toEqual({ active: false });
		expect(await call(next.access_token)).toBe(401);
	});

	test('satisfies oauth4webapi, which is strict about every answer', async () => {
		const insecure = { [oauth.allowInsecureRequests]: true };
		const issuer = new URL(server.issuer);
		const discovered = await oauth.discoveryRequest(issuer, insecure);
		const as = await oauth.processDiscoveryResponse(issuer, discovered);
		const asClient: oauth.Client = { client_id: publicClient.clientId };
		const verifier = oauth.generateRandomCodeVerifier();
		const state = oauth.generateRandomState();
		const url = new URL(as.authorization_endpoint ?? '');
		url.search = new URLSearchParams({
			response_type: 'code',
			client_id: publicClient.clientId,
			redirect_uri: CALLBACK,
			scope: 'read',
			state,
			code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
			code_challenge_method: 'S256',
		}).toString();
		const sent = oauth.validateAuthResponse(as, asClient, await walk(url), state);
		const none = oauth.None();
		const answered = await oauth.authorizationCodeGrantRequest(
			as,
			asClient,
			none,
			sent,
			CALLBACK,
			verifier,
			insecure,
		);
		const tokens = await oauth.processAuthorizationCodeResponse(as, asClient, answered);
		expect(await call(tokens.access_token)).toMatchObject({ user: 'alice', scopes: ['read'] });
		const refreshed = await oauth.refreshTokenGrantRequest(
			as,
			asClient,
			none,
			tokens.refresh_token ?? '',
			insecure,
		);
		const next = await oauth.processRefreshTokenResponse(as, asClient, refreshed);
		expect(next.token_type).toBe('bearer');

		const asConfidential: oauth.Client = { client_id: client.clientId };
		const secret = oauth.ClientSecretBasic(client.clientSecret ?? '');
		const own = await oauth.clientCredentialsGrantRequest(
			as,
			asConfidential,
			secret,
			{ username: 'alice' },
			insecure,
		);
		const jwt = await oauth.processClientCredentialsResponse(as, asConfidential, own);
		const request = new Request(server.protectedUrl, {
			headers: { authorization: `Bearer ${jwt.access_token}` },
		});
		const claims = await oauth.validateJwtAccessToken(as, request, server.issuer, insecure);
		expect(claims).toMatchObject({ iss: server.issuer, client_id: client.clientId });
		const wrong = await oauth.clientCredentialsGrantRequest(
			as,
			asConfidential,
			oauth.ClientSecretBasic('wrong'),
			{},
			insecure,
		);
		const refused = oauth.processClientCredentialsResponse(as, asConfidential, wrong);
		await expect(refused).rejects.toMatchObject({ code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE' });
	});

	test('runs the workflow for the events that were chosen, and holds no token in an item', async () => {
		const issued = server.runs.filter(({ node }) => node === 'Authorization Server Trigger');
		expect(issued.length).toBeGreaterThan(0);
		const [[{ json }]] = issued[0]?.outcome.workflowData as [[{ json: object }]];
		expect(json).toMatchObject({ event: 'tokenIssued', client: client.clientId });
		expect(JSON.stringify(server.runs)).not.toMatch(/iatk_|irtk_|icod_|eyJ/);
	});

	test('says in the audit who got and used tokens', async () => {
		const entries = await realm.audit.query({ user: 'alice' });
		const operations = new Set(entries.map(({ content }) => content['operation']));
		for (const operation of ['authorization.logIn', 'authorization.consent', 'token.issue']) {
			expect(operations).toContain(operation);
		}
		expect(entries.some(({ content }) => content['kind'] === 'decision')).toBe(true);
	});

	test('is read by no page of another origin but where that is meant', async () => {
		const page = await fetch(`${server.issuer}/oauth/authorize?client_id=x`);
		expect([page.status, page.headers.get('access-control-allow-origin')]).toEqual([400, null]);
		const metadata = await fetch(`${server.issuer}/.well-known/oauth-authorization-server`);
		expect(metadata.headers.get('access-control-allow-origin')).toBe('*');
	});
});
