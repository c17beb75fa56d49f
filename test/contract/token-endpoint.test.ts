import { stores } from '../stores';
import {
	anAuthorizationServer,
	basic,
	CALLBACK,
	CHALLENGE,
	PASSWORD,
	type Reply,
	type TestServer,
	VERIFIER,
} from './an-authorization-server';

const TOKEN = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code_verifier: VERIFIER };
const CLIENT = { grant_type: 'client_credentials' };
const outcome = ({ status, json }: Reply) => [status, json['error']];

describe.each(stores)('the token endpoint in $engine', ({ create }) => {
	let server: TestServer;
	beforeEach(async () => {
		server = await anAuthorizationServer(create);
	});
	afterEach(() => server.close());
	const redeem = async (code: string, parts: object = {}) =>
		await server.token({ ...TOKEN, code, ...parts });
	/** Whether the client may still use a token. */
	const isActive = async (token: unknown): Promise<unknown> => {
		const headers = [basic(server.confidential.clientId, server.secret)];
		const { json } = await server.ask('introspect', { form: { token: String(token) }, headers });
		return json['active'];
	};

	test.each([
		['the right verifier', {}],
		['a wrong verifier', { code_verifier: VERIFIER.replace('d', 'e') }],
		['no redirect URI', { redirect_uri: undefined }],
	])('NT-19: ends everything when a code is shown again, with %s', async (_, parts) => {
		const code = await server.code();
		const first = await redeem(code);
		expect([first.status, await isActive(first.json['access_token'])]).toEqual([200, true]);
		const again = await redeem(code, parts);
		expect(outcome(again)).toEqual([400, 'invalid_grant']);
		expect(again.events).toMatchObject([{ event: 'reuseDetected', user: 'alice' }]);
		expect((await server.decisions())[0]).toBe('token.issue refused code-reuse');
		expect(await isActive(first.json['access_token'])).toBe(false);
		const refresh = { grant_type: 'refresh_token', refresh_token: first.json['refresh_token'] };
		expect(outcome(await server.token(refresh as Record<string, string>))).toEqual([
			400,
			'invalid_grant',
		]);
	});

	test('NT-19: ends also a token that is being issued while its code is shown again', async () => {
		const code = await server.code();
		const { transaction } = server.store;
		const again: Reply[] = [];
		const written = jest.spyOn(server.store, 'transaction');
		written.mockImplementation(async (statements) => {
			const issues = statements.some((each) => each.compile().sql.includes('into "access_token"'));
			if (issues) {
				written.mockRestore();
				again.push(await redeem(code));
			}
			return await transaction(statements);
		});
		const first = await redeem(code);
		expect([first.status, ...again.map(outcome)]).toEqual([200, [400, 'invalid_grant']]);
		expect(await isActive(first.json['access_token'])).toBe(false);
	});

	test('NT-21: leaves a code to its owner when another fails with it', async () => {
		const code = await server.code();
		const other = await server.register({ callbackUrls: [CALLBACK] });
		const foreign = await server.ask('token', {
			form: { ...TOKEN, code },
			headers: [basic(other.clientId, other.clientSecret ?? '')],
		});
		const failed = [
			foreign,
			await redeem(code, { code_verifier: VERIFIER.replace('d', 'e') }),
			await redeem(code, { redirect_uri: `${CALLBACK}/` }),
		];
		expect(failed.map(outcome)).toEqual(Array(3).fill([400, 'invalid_grant']));
		expect((await redeem(code)).status).toBe(200);
	});

	test('NT-22: compares the redirect URI exactly', async () => {
		const code = await server.code();
		expect(outcome(await redeem(code, { redirect_uri: undefined }))).toEqual([
			400,
			'invalid_grant',
		]);
		const without = await server.code({ redirect_uri: undefined });
		expect(outcome(await redeem(without))).toEqual([400, 'invalid_grant']);
		expect((await redeem(without, { redirect_uri: undefined })).status).toBe(200);
	});

	test.each([undefined, VERIFIER.slice(1), 'a'.repeat(129), CHALLENGE])(
		'NT-23: refuses the verifier %s',
		async (verifier) => {
			const code = await server.code();
			const refused = await redeem(code, { code_verifier: verifier });
			expect(outcome(refused)).toEqual([400, 'invalid_grant']);
			expect((await redeem(code)).status).toBe(200);
		},
	);

	test('NT-24: refuses a verifier that no challenge announced', async () => {
		const code = await server.code({
			code_challenge: undefined,
			code_challenge_method: undefined,
		});
		expect(outcome(await redeem(code))).toEqual([400, 'invalid_grant']);
		expect((await redeem(code, { code_verifier: undefined })).status).toBe(200);
	});

	test.each([
		[-1, 200],
		[0, 400],
		[1, 400],
	])('NT-25: answers a code %i ms after its expiry with %i', async (milliseconds, status) => {
		const code = await server.code();
		server.clock.time += 60_000 + milliseconds;
		expect((await redeem(code)).status).toBe(status);
	});

	test('NT-26: gives client credentials no refresh token, and public clients nothing', async () => {
		const { status, json } = await server.token({ ...CLIENT, scope: 'read' });
		expect([status, Object.keys(json)]).toEqual([
			200,
			['access_token', 'token_type', 'expires_in', 'scope'],
		]);
		const form = { ...CLIENT, client_id: server.publicClient.clientId };
		expect(outcome(await server.ask('token', { form }))).toEqual([400, 'unauthorized_client']);
	});

	test('VE-16: lets a client act as the users that are listed, and as nobody else', async () => {
		await server.realm.administer.users.create({ username: 'bob' });
		const as = async (username: string) => await server.token({ ...CLIENT, username });
		const { status, json } = await as('alice');
		const headers = [basic(server.confidential.clientId, server.secret)];
		const form = { token: String(json['access_token']) };
		const shown = await server.ask('introspect', { form, headers });
		expect([status, shown.json['username']]).toEqual([200, 'alice']);
		expect(outcome(await as('bob'))).toEqual([400, 'invalid_grant']);
		expect(outcome(await as('nobody'))).toEqual([400, 'invalid_grant']);
		await server.realm.administer.users.setState('alice', 'disabled');
		expect(outcome(await as('alice'))).toEqual([400, 'invalid_grant']);
		expect((await server.decisions()).slice(0, 3)).toEqual([
			'token.issue refused user-disabled',
			'token.issue refused unknown-user',
			'token.issue refused user-not-allowed',
		]);
	});

	test('NT-27: knows no password grant where it is off, and one answer where it is on', async () => {
		const form = { grant_type: 'password', username: 'alice', password: 'wrong' };
		expect(outcome(await server.token(form))).toEqual([400, 'unsupported_grant_type']);
		const client = await server.register({
			callbackUrls: [CALLBACK],
			grants: ['password', 'refresh_token'],
		});
		await server.realm.administer.users.create({ username: 'bob' });
		await server.realm.administer.users.setState('bob', 'disabled');
		await server.realm.administer.passwords.set('alice', PASSWORD);
		const headers = [basic(client.clientId, client.clientSecret ?? '')];
		const ask = async (username: string, password = 'wrong', address = '192.0.2.9') =>
			await server.ask('token', { form: { ...form, username, password }, headers, address });
		const replies = [await ask('alice'), await ask('nobody'), await ask('bob')];
		expect(new Set(replies.map(({ status, body }) => `${String(status)} ${body}`)).size).toBe(1);
		expect(outcome(await ask('alice'))).toEqual([400, 'invalid_grant']);
		const right = await ask('alice', PASSWORD);
		expect([right.status, Object.keys(right.json)]).toEqual([
			200,
			['access_token', 'token_type', 'expires_in', 'refresh_token', 'scope'],
		]);
		for (let count = 0; count < 2; count += 1) await ask('alice');
		const locked = await ask('alice', PASSWORD);
		expect(outcome(locked)).toEqual([400, 'invalid_grant']);
		expect((await server.decisions())[0]).toBe('token.issue refused log-in-locked');
	});

	test('NT-28: refuses a grant type that is unknown, empty or there twice', async () => {
		const ask = async (form: string) => {
			const headers = [basic(server.confidential.clientId, server.secret)];
			return outcome(await server.ask('token', { form, headers }));
		};
		expect(await ask('grant_type=urn:x')).toEqual([400, 'unsupported_grant_type']);
		expect(await ask('grant_type=')).toEqual([400, 'invalid_request']);
		expect(await ask('scope=read')).toEqual([400, 'invalid_request']);
		const twice = 'grant_type=client_credentials&grant_type=client_credentials';
		expect(await ask(twice)).toEqual([400, 'invalid_request']);
		expect(await ask('grant_type=client_credentials&scope=read&scope=')).toEqual([
			400,
			'invalid_request',
		]);
	});

	test('NT-30: is kept by no cache and echoes nothing, whatever it says', async () => {
		const marked = { ...CLIENT, scope: 'marked', client_id: 'marked', username: 'marked' };
		const replies = [
			await server.token(CLIENT),
			await server.token({ ...CLIENT, scope: 'marked' }),
			await server.token({ grant_type: 'marked' }),
			await server.token({ ...CLIENT, resource: 'marked' }),
			await server.token({ ...TOKEN, code: 'marked' }),
			await server.ask('token', { form: marked }),
			await server.ask('token', { form: marked, search: 'client_secret=marked' }),
			await server.ask('revoke', { form: marked }),
			await server.ask('introspect', { form: marked }),
		];
		for (const { headers, body } of replies) {
			expect(headers).toMatchObject({
				'cache-control': 'no-store',
				pragma: 'no-cache',
				'content-type': 'application/json',
			});
			expect(body).not.toContain('marked');
		}
	});

	test('binds a token to the application that a resource names', async () => {
		const { create } = server.realm.administer.applications;
		await create('Orders');
		await create('Invoices');
		const resource = (name: string) => `https://login.example/auth/applications/${name}`;
		const bound = await server.token({ ...CLIENT, resource: resource('Orders') });
		const headers = [basic(server.confidential.clientId, server.secret)];
		const shown = await server.ask('introspect', {
			form: { token: String(bound.json['access_token']) },
			headers,
		});
		expect(shown.json['aud']).toBe(resource('Orders'));
		const two = `grant_type=client_credentials&resource=${resource('Orders')}&resource=${resource('Invoices')}`;
		const several = await server.ask('token', { form: two, headers });
		expect(outcome(several)).toEqual([400, 'invalid_target']);
		const unknown = await server.token({ ...CLIENT, resource: resource('Unknown') });
		expect(outcome(unknown)).toEqual([400, 'invalid_target']);
		const code = await server.code({ resource: resource('Orders') });
		const wider = await redeem(code, { resource: resource('Invoices') });
		expect(outcome(wider)).toEqual([400, 'invalid_target']);
		expect((await redeem(code, { resource: resource('Orders') })).status).toBe(200);
	});
});
