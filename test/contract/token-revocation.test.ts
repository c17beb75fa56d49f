import { valueOf } from '../a-realm';
import { damaged } from '../damaged';
import { stores } from '../stores';
import {
	anAuthorizationServer,
	basic,
	CALLBACK,
	ISSUER,
	type Reply,
	type TestServer,
	VERIFIER,
} from './an-authorization-server';

const outcome = ({ status, json }: Reply) => [status, json['error']];

describe.each(stores)('introspection and revocation in $engine', ({ create }) => {
	let server: TestServer;
	beforeEach(async () => {
		server = await anAuthorizationServer(create);
	});
	afterEach(() => server.close());

	const mine = () => [basic(server.confidential.clientId, server.secret)];
	const start = async (): Promise<Reply> => {
		const code = await server.code();
		return await server.token({
			grant_type: 'authorization_code',
			code,
			redirect_uri: CALLBACK,
			code_verifier: VERIFIER,
		});
	};
	const introspect = async (token: unknown, headers = mine()) =>
		await server.ask('introspect', { form: { token: String(token) }, headers });
	const revoke = async (form: Record<string, string>, headers = mine()) =>
		await server.ask('revoke', { form, headers });

	test('tells a client of its own token', async () => {
		const { json } = await start();
		const seconds = server.clock.time / 1000;
		expect((await introspect(json['access_token'])).json).toEqual({
			active: true,
			token_type: 'Bearer',
			client_id: server.confidential.clientId,
			sub: server.user.id,
			username: 'alice',
			scope: 'read write',
			iss: ISSUER,
			iat: seconds,
			exp: seconds + 600,
		});
	});

	test('NT-38: is asked by POST by a client that proves itself', async () => {
		const { json } = await start();
		const token = String(json['access_token']);
		const bare = await server.ask('introspect', { form: { token } });
		const named = { token, client_id: server.publicClient.clientId };
		const open = await server.ask('introspect', { form: named });
		expect([bare, open].map(outcome)).toEqual([
			[401, 'invalid_client'],
			[401, 'invalid_client'],
		]);
		const got = await server.ask('introspect', { search: 'a=b', headers: mine() });
		expect([got.status, got.headers['allow']]).toEqual([405, 'POST']);
	});

	test('NT-39: says nothing but inactive of what is not the own live token', async () => {
		const { json } = await start();
		const token = String(json['access_token']);
		const other = await server.register({
			callbackUrls: [CALLBACK],
			grants: ['client_credentials'],
		});
		const foreign = await introspect(token, [basic(other.clientId, other.clientSecret ?? '')]);
		const { apiKeys } = server.realm.administer;
		const key = valueOf(await apiKeys.generate({ username: 'alice', name: 'k' }));
		const replies = [
			foreign,
			await introspect('malformed'),
			await introspect(key.key),
			await introspect(json['refresh_token']),
			await introspect(damaged(token)),
		];
		server.clock.time += 600_000;
		replies.push(await introspect(token));
		for (const { status, body } of replies)
			expect([status, body]).toEqual([200, '{"active":false}']);
	});

	test('NT-40: ends a refresh token with its access tokens, whatever the hint says', async () => {
		const { json } = await start();
		const form = { token: String(json['refresh_token']), token_type_hint: 'access_token' };
		const other = await server.realm.administer.clients.register({
			name: 'Other',
			callbackUrls: [CALLBACK],
		});
		const { clientId, clientSecret = '' } = valueOf(other);
		const foreign = await revoke(form, [basic(clientId, clientSecret)]);
		expect([foreign.status, foreign.body]).toEqual([200, '']);
		expect((await introspect(json['access_token'])).json['active']).toBe(true);
		expect((await server.decisions())[1]).toBe('token.revoke refused foreign-token');

		const elsewhere = await server.again();
		const revoked = await revoke(form);
		expect([revoked.status, revoked.body]).toEqual([200, '']);
		const there = await server.ask('introspect', {
			form: { token: String(json['access_token']) },
			headers: mine(),
			realm: elsewhere,
		});
		expect(there.json).toEqual({ active: false });
		const refresh = { grant_type: 'refresh_token', refresh_token: String(json['refresh_token']) };
		expect(outcome(await server.token(refresh))).toEqual([400, 'invalid_grant']);
	});

	test('NT-40: ends an access token alone, also under a wrong hint', async () => {
		const { json } = await start();
		const token = String(json['access_token']);
		const revoked = await revoke({ token, token_type_hint: 'refresh_token' });
		expect(revoked.status).toBe(200);
		expect((await introspect(token)).json).toEqual({ active: false });
		const refresh = { grant_type: 'refresh_token', refresh_token: String(json['refresh_token']) };
		expect((await server.token(refresh)).status).toBe(200);
	});

	test('answers 200 to a token that never was, and 401 to an unknown client', async () => {
		expect((await revoke({ token: 'x' })).status).toBe(200);
		expect(outcome(await revoke({ token: 'x' }, [basic('x', 'y')]))).toEqual([
			401,
			'invalid_client',
		]);
		expect(outcome(await revoke({}))).toEqual([400, 'invalid_request']);
	});

	test('an admin who revokes an access token ends its refresh token too', async () => {
		const { json } = await start();
		const [token] = await server.realm.administer.tokens.getAll({});
		valueOf(await server.realm.administer.tokens.revoke(token?.credentialId ?? ''));
		expect((await introspect(json['access_token'])).json).toEqual({ active: false });
		const refresh = { grant_type: 'refresh_token', refresh_token: String(json['refresh_token']) };
		expect(outcome(await server.token(refresh))).toEqual([400, 'invalid_grant']);
	});
});
