import { valueOf } from '../a-realm';
import { stores } from '../stores';
import {
	anAuthorizationServer,
	basic,
	CALLBACK,
	CHALLENGE,
	ISSUER,
	pageOf,
	PASSWORD,
	type TestServer,
} from './an-authorization-server';

const LOG_IN = { username: 'alice', password: PASSWORD };

describe.each(stores)('an authorization request in $engine', ({ create }) => {
	let server: TestServer;
	beforeAll(async () => {
		server = await anAuthorizationServer(create);
		valueOf(await server.realm.administer.passwords.set('alice', PASSWORD));
	});
	afterAll(() => server.close());

	/** A page that says no: status 400, nothing to send back, nobody redirected. */
	const expectPage = (reply: { status: number; headers: object; body: string }): void => {
		expect([reply.status, 'location' in reply.headers, reply.body.includes('<form')]).toEqual([
			400,
			false,
			false,
		]);
	};
	const expectError = (reply: Awaited<ReturnType<TestServer['open']>>, error: string): void => {
		expect([reply.status, Object.fromEntries(reply.sent)]).toEqual([
			303,
			{ error, state: 'the state', iss: ISSUER },
		]);
	};

	test('NT-1: of an unknown or disabled client is a page', async () => {
		expectPage(await server.open({ client_id: 'b90e960f-fcc7-8c12-be93-eb486528ef59' }));
		expectPage(await server.open({ client_id: undefined }));
		const disabled = await server.register({ callbackUrls: [CALLBACK] });
		valueOf(await server.realm.administer.clients.setState(disabled.clientId, 'disabled'));
		expectPage(await server.open({ client_id: disabled.clientId }));
		const [last] = await server.decisions();
		expect(last).toBe('authorization.request refused client-disabled');
	});

	test.each([
		`${CALLBACK}/`,
		`${CALLBACK}/more`,
		`${CALLBACK}?a=b`,
		`${CALLBACK}#a`,
		'https://client.example/CB',
		'https://client.example/x/%2e%2e/cb',
		'https://user@client.example/cb',
		'https://clientXexample/cb',
		'https://client.example/c',
		'https://client.example/cbcb',
	])('NT-2, NT-4: to %s, which is not registered, is a page', async (uri) => {
		expectPage(await server.open({ redirect_uri: uri }));
	});

	test('NT-3: to a loopback address takes any port, and nothing else that differs', async () => {
		const client = { client_id: server.publicClient.clientId };
		const to = (uri: string) => server.open({ ...client, redirect_uri: uri });
		expect((await to('http://127.0.0.1:1/cb')).status).toBe(200);
		expect((await to('http://127.0.0.1:65535/cb')).status).toBe(200);
		expectPage(await to('http://127.0.0.1:1/other'));
		expectPage(await to('http://localhost:1/cb'));
	});

	test('NT-5: with a parameter twice is a page, or an error where it is known whom to tell', async () => {
		const { clientId } = server.confidential;
		const query = new URLSearchParams({
			response_type: 'code',
			client_id: clientId,
			redirect_uri: CALLBACK,
		});
		const twice = async (name: string, value: string) => {
			const added = new URLSearchParams([[name, value]]).toString();
			const search = [query.toString(), added, ...(query.has(name) ? [] : [added])].join('&');
			return await server.ask('authorize', { search });
		};
		expectPage(await twice('client_id', clientId));
		expectPage(await twice('redirect_uri', CALLBACK));
		for (const name of ['state', 'scope', 'response_type', 'anything']) {
			const { status, sent } = await twice(name, 'read');
			expect([status, Object.fromEntries(sent)]).toEqual([
				303,
				{ error: 'invalid_request', iss: ISSUER },
			]);
		}
	});

	test.each([
		['no challenge', { code_challenge: undefined, code_challenge_method: undefined }],
		['the method plain', { code_challenge_method: 'plain' }],
		['the method s256', { code_challenge_method: 's256' }],
		['no method', { code_challenge_method: undefined }],
	])('NT-6: of a public client with %s is refused', async (_, parameters) => {
		const redirectUri = 'http://127.0.0.1:1/cb';
		const client = { client_id: server.publicClient.clientId, redirect_uri: redirectUri };
		expectError(await server.open({ ...client, ...parameters }), 'invalid_request');
	});

	test.each([
		CHALLENGE.slice(1),
		`${CHALLENGE}A`,
		`${CHALLENGE.slice(1)}=`,
		`${CHALLENGE.slice(1)}+`,
		`${CHALLENGE.slice(1)}/`,
	])('NT-7: with the challenge %s is refused', async (challenge) => {
		expectError(await server.open({ code_challenge: challenge }), 'invalid_request');
	});

	test.each(['token', 'code token', 'none', 'id_token', ''])(
		'NT-8: for the response type "%s" is refused',
		async (responseType) => {
			const reply = await server.open({ response_type: responseType });
			expectError(reply, 'unsupported_response_type');
		},
	);

	test('NT-8: of a client that may not have codes is refused', async () => {
		const client = await server.register({
			callbackUrls: [CALLBACK],
			grants: ['client_credentials'],
		});
		expectError(await server.open({ client_id: client.clientId }), 'unauthorized_client');
	});

	test.each([
		['invalid_scope', { scope: 'unknown' }],
		['invalid_scope', { scope: 'read admin' }],
		['invalid_scope', { scope: 'read "write"' }],
		['invalid_scope', { scope: 'read  write' }],
		['invalid_target', { resource: '/relative' }],
		['invalid_target', { resource: `${ISSUER}/applications/Default#a` }],
		['invalid_target', { resource: `${ISSUER}/applications/Unknown` }],
		['invalid_target', { resource: 'https://other.example' }],
		['request_not_supported', { request: 'eyJ' }],
		['request_uri_not_supported', { request_uri: 'https://evil.example/r' }],
		['invalid_request', { response_mode: 'form_post' }],
	])('NT-9: is refused as %s with %j', async (error, parameters) => {
		expectError(await server.open(parameters), error);
	});

	test('NT-9: is refused for an application that the client may not have', async () => {
		const { applications } = server.realm.administer;
		valueOf(await applications.create('Orders'));
		valueOf(await applications.create('Invoices'));
		const client = await server.register({
			callbackUrls: [CALLBACK],
			grants: ['authorization_code', 'client_credentials'],
			applications: ['Orders'],
		});
		const resource = (name: string) => `${ISSUER}/applications/${name}`;
		const as = (name: string) =>
			server.open({ client_id: client.clientId, resource: resource(name) });
		expectError(await as('Invoices'), 'invalid_target');
		expect((await as('Orders')).status).toBe(200);
		const headers = [basic(client.clientId, client.clientSecret ?? '')];
		const asked = async (name: string) =>
			await server.ask('token', {
				form: { grant_type: 'client_credentials', resource: resource(name) },
				headers,
			});
		expect((await asked('Invoices')).json['error']).toBe('invalid_target');
		expect((await asked('Orders')).status).toBe(200);
	});

	test('NT-10: is answered with its exact state and the issuer of the metadata', async () => {
		const { sent, status } = await server.agree();
		expect([status, sent.get('state'), sent.get('iss'), sent.get('code')]).toEqual([
			303,
			'the state',
			ISSUER,
			expect.stringMatching(/^icod_live_/),
		]);
		const { json } = await server.ask('metadata');
		expect(json['issuer']).toBe(sent.get('iss'));
	});

	test('NT-11: is not agreed to without its own anti-forgery value, nor for another scope', async () => {
		const consent = async () =>
			pageOf(
				await (await server.open({ scope: 'read', prompt: 'consent' })).submit(LOG_IN),
				server.ask,
			);
		const [mine, other] = [await consent(), await consent()];
		const allow = { decision: 'allow' };
		const foreign = await mine.submit({ ...allow, check: other.fields['check'] ?? '' });
		const none = await mine.submit({ ...allow, check: '' });
		const swapped = await mine.submit({ ...allow, form: other.fields['form'] ?? '' });
		const elsewhere = await mine.submit(allow, { issuer: 'https://login.example/other' });
		expect([foreign, none, swapped, elsewhere].map(({ status }) => status)).toEqual(
			Array(4).fill(403),
		);
		const granted = await mine.submit({ ...allow, scope: 'read write' });
		const code = granted.sent.get('code') ?? '';
		const token = await server.token({
			grant_type: 'authorization_code',
			code,
			redirect_uri: CALLBACK,
			code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
		});
		expect(token.json['scope']).toBe('read');
	});

	test('NT-12: brings pages that nobody can frame, keep or follow, and redirects by 303', async () => {
		const page = await server.open({ prompt: 'consent' });
		const consent = await page.submit(LOG_IN);
		const error = await server.open({ client_id: 'unknown' });
		for (const { headers } of [page, consent, error]) {
			expect(headers).toMatchObject({
				'cache-control': 'no-store',
				'referrer-policy': 'no-referrer',
				'x-frame-options': 'DENY',
				'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
			});
		}
		const sent = await pageOf(consent, server.ask).submit({ decision: 'allow' });
		expect([sent.status, sent.headers['cache-control'], sent.headers['referrer-policy']]).toEqual([
			303,
			'no-store',
			'no-referrer',
		]);
	});

	test.each([
		['a line break', 'a\r\nSet-Cookie: x=y'],
		['a zero', 'a\0b'],
		['8 KiB', 'a'.repeat(8192)],
		['an emoji', '🔑'],
		['markup', '"><script>alert(1)</script>&'],
	])('NT-13: gives a state with %s back as it was, encoded', async (_, state) => {
		const refused = await server.open({ state, scope: 'unknown' });
		expect(refused.sent.get('state')).toBe(state);
		expect(refused.headers['location']).toMatch(/^[\x21-\x7e]+$/);
		const page = await server.open({ state });
		expect(page.body).not.toContain('<script>');
		const denied = await page.submit({ decision: 'deny' });
		expect(denied.sent.get('state')).toBe(state);
	});

	test('echoes nothing into a page', async () => {
		const marked = await server.open({ client_id: '<b>marked</b>', state: 'marked' });
		expect(marked.body).not.toContain('marked');
		const page = await server.open();
		const wrong = await page.submit({ username: '"><b>marked', password: 'marked' });
		expect(wrong.body).not.toContain('marked');
	});
});
