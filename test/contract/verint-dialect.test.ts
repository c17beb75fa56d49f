import { valueOf } from '../a-realm';
import { damaged } from '../damaged';
import { stores } from '../stores';
import {
	anAuthorizationServer,
	CALLBACK,
	ISSUER,
	PASSWORD,
	type Reply,
	type TestServer,
	VERIFIER,
} from './an-authorization-server';

const CLIENT = {
	dialects: ['verint'],
	mainUrl: 'https://client.example',
	callbackUrls: [CALLBACK],
	scopes: [],
};
const ALL = ['authorization_code', 'refresh_token', 'client_credentials', 'password', 'implicit'];
const AUTHORIZE = 'verintAuthorize';
/** No PKCE, as the product knows none. */
const UNPROVEN = { code_challenge: undefined, code_challenge_method: undefined };

const outcome = ({ status, json }: Reply) => [status, json['error']];

describe.each(stores)('the Verint dialect in $engine', ({ create }) => {
	let server: TestServer;
	let id: { readonly client_id: string };
	let shown: { readonly client_id: string; readonly client_secret: string };
	beforeAll(async () => {
		server = await anAuthorizationServer(create);
		valueOf(await server.realm.administer.passwords.set('alice', PASSWORD));
		valueOf(await server.realm.administer.users.create({ username: 'bob' }));
		const grants = ALL.slice(0, 3);
		const client = await server.register({ ...CLIENT, grants, actAs: { usernames: ['alice'] } });
		id = { client_id: client.clientId };
		shown = { ...id, client_secret: client.clientSecret ?? '' };
	});
	afterAll(() => server.close());

	const token = async (form: Readonly<Record<string, string | undefined>>) =>
		await server.ask('verintToken', { form: { ...shown, ...form } });
	const codeGrant = (code: string) => ({
		grant_type: 'authorization_code',
		code,
		redirect_uri: CALLBACK,
	});
	const newCode = async () =>
		(await server.agree({ ...id, ...UNPROVEN }, AUTHORIZE)).sent.get('code') ?? '';
	/** One who may be tried five times at once. */
	const addUser = async (username: string): Promise<void> => {
		valueOf(await server.realm.administer.users.create({ username }));
		valueOf(await server.realm.administer.passwords.set(username, PASSWORD));
	};
	const registered = async (parts: object) => {
		const { clientId, clientSecret = '' } = await server.register({ ...CLIENT, ...parts });
		return { client_id: clientId, client_secret: clientSecret };
	};

	test('VE-7, VE-9: sends the user back with code, expires_in and state, and nothing else', async () => {
		const { status, headers, sent } = await server.agree({ ...id, ...UNPROVEN }, AUTHORIZE);
		expect([status, headers['location']?.startsWith(`${CALLBACK}?`)]).toEqual([303, true]);
		expect(Object.fromEntries(sent)).toEqual({
			code: expect.stringMatching(/^icod_live_/) as string,
			expires_in: '60',
			state: 'the state',
		});
		const stateless = await server.agree({ ...id, ...UNPROVEN, state: undefined }, AUTHORIZE);
		expect([...stateless.sent.keys()]).toEqual(['code', 'expires_in']);
	});

	test('VE-7: has pages whose forms come back to its own address, and to no other', async () => {
		const page = await server.open({ ...id, ...UNPROVEN, prompt: 'consent' }, AUTHORIZE);
		expect(page.body).toContain(`action="${ISSUER}/api.ashx/v2/oauth/authorize"`);
		const consent = await page.submit({ username: 'alice', password: PASSWORD });
		expect(consent.body).toContain(`action="${ISSUER}/api.ashx/v2/oauth/authorize"`);
		const form = { ...page.fields, decision: 'deny' };
		const elsewhere = await server.ask('authorize', { form });
		expect(elsewhere.status).toBe(403);
	});

	test('VE-6: asks users for consent once and keeps it, and not those of a trusted client', async () => {
		const logIn = { username: 'alice', password: PASSWORD };
		const untrusted = await registered({});
		const trusted = await registered({ trusted: true });
		const enter = async ({ client_id }: { readonly client_id: string }) =>
			await (await server.open({ client_id, ...UNPROVEN }, AUTHORIZE)).submit(logIn);
		expect([(await enter(untrusted)).status, (await enter(trusted)).status]).toEqual([200, 303]);
		await server.agree({ client_id: untrusted.client_id, ...UNPROVEN }, AUTHORIZE);
		expect((await enter(untrusted)).status).toBe(303);
		const consents = async (clientId: string) =>
			(await server.realm.administer.consents.getAll({ clientId })).map(({ username }) => username);
		expect(await consents(untrusted.client_id)).toEqual(['alice']);
		expect(await consents(trusted.client_id)).toEqual([]);
	});

	test('VE-8: answers another redirect URI on a page', async () => {
		const other = { ...id, ...UNPROVEN, redirect_uri: `${CALLBACK}/other` };
		const { status, headers, body } = await server.open(other, AUTHORIZE);
		expect([status, 'location' in headers, body.includes('<form')]).toEqual([400, false, false]);
	});

	test('VE-9: tells the client that the user has denied, with its state and no code', async () => {
		const page = await server.open({ ...id, ...UNPROVEN }, AUTHORIZE);
		const { status, sent } = await page.submit({ decision: 'deny' });
		expect([status, Object.fromEntries(sent)]).toEqual([
			303,
			{ error: 'access_denied', state: 'the state' },
		]);
	});

	test('VE-5: gives codes to a public client with PKCE alone', async () => {
		const parts = { type: 'public', grants: ['authorization_code'] };
		const { client_id } = await registered(parts);
		const without = await server.open({ client_id, ...UNPROVEN }, AUTHORIZE);
		expect(without.sent.get('error')).toBe('invalid_request');
		const { sent } = await server.agree({ client_id }, AUTHORIZE);
		const form = { client_id, ...codeGrant(sent.get('code') ?? '') };
		const bare = await server.ask('verintToken', { form });
		expect(outcome(bare)).toEqual([400, 'invalid_grant']);
		const proven = { ...form, code_verifier: VERIFIER };
		expect((await server.ask('verintToken', { form: proven })).status).toBe(200);
		const alone = { client_id, grant_type: 'client_credentials', username: 'alice' };
		expect(outcome(await server.ask('verintToken', { form: alone }))).toEqual([
			400,
			'unauthorized_client',
		]);
	});

	test('VE-12, VE-18: answers a code with exactly four members', async () => {
		const { status, json, headers } = await token(codeGrant(await newCode()));
		expect([status, headers['cache-control'], json]).toEqual([
			200,
			'no-store',
			{
				access_token: expect.stringMatching(/^iatk_live_/) as string,
				expires_in: 600,
				refresh_token: expect.stringMatching(/^irtk_live_/) as string,
				token_type: 'Bearer',
			},
		]);
	});

	test('VE-10: takes a code once; the second time ends what the first one brought', async () => {
		const code = await newCode();
		const first = await token(codeGrant(code));
		expect(outcome(await token(codeGrant(code)))).toEqual([400, 'invalid_grant']);
		const refresh_token = String(first.json['refresh_token']);
		const next = await token({ grant_type: 'refresh_token', refresh_token });
		expect(outcome(next)).toEqual([400, 'invalid_grant']);
	});

	test('VE-13: takes a code with its own redirect URI alone', async () => {
		const code = await newCode();
		const other = { ...codeGrant(code), redirect_uri: 'https://client.example/other' };
		const none = { ...codeGrant(code), redirect_uri: undefined };
		for (const form of [other, none]) {
			expect(outcome(await token(form))).toEqual([400, 'invalid_grant']);
		}
		expect((await token(codeGrant(code))).status).toBe(200);
	});

	test('VE-11: is refused as implicit where the client has not that grant', async () => {
		const asked = { ...id, ...UNPROVEN, response_type: 'token' };
		const { sent } = await server.open(asked, AUTHORIZE);
		expect(Object.fromEntries(sent)).toEqual({
			error: 'unsupported_response_type',
			state: 'the state',
		});
	});

	test.each([
		['the fragment', false, `${CALLBACK}#`],
		['the query string, where the client needs that,', true, `${CALLBACK}?`],
	])('VE-11: brings a token in %s', async (_where, tokenInQuery, beginning) => {
		const { client_id } = await registered({ grants: ['implicit'], tokenInQuery });
		const asked = { client_id, ...UNPROVEN, response_type: 'token', state: undefined };
		const { headers, sent } = await server.agree(asked, AUTHORIZE);
		expect(headers['location']?.startsWith(beginning)).toBe(true);
		expect(Object.fromEntries(sent)).toEqual({
			access_token: expect.stringMatching(/^iatk_live_/) as string,
			token_type: 'Bearer',
			expires_in: '600',
		});
		const page = await server.open(asked, AUTHORIZE);
		const denied = await page.submit({ decision: 'deny' });
		expect(denied.headers['location']).toBe(`${beginning}error=access_denied`);
	});

	test('VE-14: takes a password by the client id alone, where that grant is on', async () => {
		await addUser('dave');
		const form = { grant_type: 'password', username: 'dave', password: PASSWORD };
		expect(outcome(await token(form))).toEqual([400, 'unsupported_grant_type']);
		expect(outcome(await server.ask('verintToken', { form: { ...id, ...form } }))).toEqual([
			401,
			'invalid_client',
		]);
		const { client_id, client_secret } = await registered({ grants: ['password'] });
		const ask = async (parts: object) =>
			await server.ask('verintToken', { form: { client_id, ...form, ...parts } });
		expect((await ask({})).status).toBe(200);
		expect(outcome(await ask({ password: 'wrong' }))).toEqual([400, 'invalid_grant']);
		// A secret that is shown has to be the right one.
		expect(outcome(await ask({ client_secret: damaged(client_secret) }))).toEqual([
			401,
			'invalid_client',
		]);
		expect((await ask({ client_secret })).status).toBe(200);
		const code = await server.ask('verintToken', { form: { client_id, ...codeGrant('x') } });
		expect(outcome(code)).toEqual([401, 'invalid_client']);
	});

	test('VE-14: waits after five wrong passwords of a user', async () => {
		await addUser('carol');
		const client = await registered({ grants: ['password'] });
		const ask = async (password: string) =>
			await server.ask('verintToken', {
				form: { ...client, grant_type: 'password', username: 'carol', password },
			});
		for (let attempt = 0; attempt < 5; attempt += 1) {
			expect((await ask('wrong')).headers).not.toHaveProperty('retry-after');
		}
		const locked = await ask(PASSWORD);
		expect([...outcome(locked), Number(locked.headers['retry-after']) > 0]).toEqual([
			400,
			'invalid_grant',
			true,
		]);
	});

	test('VE-15, VE-18: gives a refresh token beside a token that acts as a user', async () => {
		const acting = { grant_type: 'client_credentials', username: 'alice' };
		const { status, json } = await token(acting);
		expect([status, Object.keys(json)]).toEqual([
			200,
			['access_token', 'expires_in', 'refresh_token', 'token_type'],
		]);
		const own = await token({ grant_type: 'client_credentials' });
		expect(Object.keys(own.json)).toEqual(['access_token', 'expires_in', 'token_type']);
	});

	test('VE-16: refuses each other user alike', async () => {
		const ask = async (username: string) =>
			await token({ grant_type: 'client_credentials', username });
		const [unlisted, unknown] = [await ask('bob'), await ask('nobody')];
		expect([outcome(unlisted), unlisted.body]).toEqual([[400, 'invalid_grant'], unknown.body]);
		expect((await server.decisions()).slice(0, 2)).toEqual([
			'token.issue refused unknown-user',
			'token.issue refused user-not-allowed',
		]);
	});

	test('VE-17: gives a new refresh token each time, and a used one ends the chain', async () => {
		const acting = await token({ grant_type: 'client_credentials', username: 'alice' });
		const refresh = async ({ json }: Reply) =>
			await token({ grant_type: 'refresh_token', refresh_token: String(json['refresh_token']) });
		const second = await refresh(acting);
		expect([second.status, Object.keys(second.json)]).toEqual([
			200,
			['access_token', 'expires_in', 'refresh_token', 'token_type'],
		]);
		expect(outcome(await refresh(acting))).toEqual([400, 'invalid_grant']);
		expect(outcome(await refresh(second))).toEqual([400, 'invalid_grant']);
		expect((await server.decisions()).slice(0, 2)).toEqual([
			'token.issue refused grant-revoked',
			'token.issue refused refresh-reuse',
		]);
	});

	test('VE-19: answers errors with 400 or 401, and with 200 for a client that needs it', async () => {
		const wrong = { grant_type: 'authorization_code', code: 'wrong' };
		expect(outcome(await token(wrong))).toEqual([400, 'invalid_grant']);
		const damagedSecret = { client_secret: damaged(shown.client_secret) };
		expect(outcome(await token({ ...wrong, ...damagedSecret }))).toEqual([401, 'invalid_client']);
		const original = await registered({ errorStatuses: 'original' });
		const ask = async (form: object) =>
			await server.ask('verintToken', { form: { ...original, ...wrong, ...form } });
		expect(outcome(await ask({}))).toEqual([200, 'invalid_grant']);
		const client_secret = damaged(original.client_secret);
		expect(outcome(await ask({ client_secret }))).toEqual([200, 'invalid_client']);
		const got = await server.ask('verintToken', { search: '' });
		expect(got.status).toBe(405);
	});

	test.each(['grant_type=client_credentials', 'client_id=x', 'anything=x'])(
		'VE-20: takes nothing from the query string: %s',
		async (search) => {
			const form = { ...shown, grant_type: 'client_credentials' };
			expect((await server.ask('verintToken', { form })).status).toBe(200);
			const refused = await server.ask('verintToken', { form, search });
			expect(outcome(refused)).toEqual([400, 'invalid_request']);
			expect((await server.decisions())[0]).toBe('token.issue refused credentials-in-query');
		},
	);

	test('is spoken with its own clients alone, and they speak nothing else', async () => {
		const foreign = {
			client_id: server.confidential.clientId,
			client_secret: server.secret,
			grant_type: 'client_credentials',
		};
		const { status } = await server.ask('verintToken', { form: foreign });
		expect(status).toBe(401);
		expect((await server.open(UNPROVEN, AUTHORIZE)).status).toBe(400);
		const standard = { form: { ...shown, grant_type: 'client_credentials' } };
		expect(outcome(await server.ask('token', standard))).toEqual([401, 'invalid_client']);
	});
});
