import { valueOf } from '../a-realm';
import { damaged } from '../damaged';
import { stores } from '../stores';
import { CALLBACK, PASSWORD, type Reply, VERIFIER } from './an-authorization-server';
import { aVerintServer, type VerintServer } from './a-verint-server';

const outcome = ({ status, json }: Reply) => [status, json['error']];
const codeGrant = (code: string) => ({
	grant_type: 'authorization_code',
	code,
	redirect_uri: CALLBACK,
});

describe.each(stores)('the Verint token endpoint in $engine', ({ create }) => {
	let server: VerintServer;
	beforeAll(async () => {
		server = await aVerintServer(create);
	});
	afterAll(() => server.close());

	const newCode = async () => (await server.agreeVerint()).sent.get('code') ?? '';

	test('VE-5: gives codes to a public client with PKCE alone', async () => {
		const parts = { type: 'public', grants: ['authorization_code'] };
		const { client_id } = await server.registered(parts);
		const without = await server.openVerint({ client_id });
		expect(without.sent.get('error')).toBe('invalid_request');
		const { sent } = await server.agree({ client_id }, 'verintAuthorize');
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
		const { status, json, headers } = await server.verintToken(codeGrant(await newCode()));
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
		const first = await server.verintToken(codeGrant(code));
		expect(outcome(await server.verintToken(codeGrant(code)))).toEqual([400, 'invalid_grant']);
		const refresh_token = String(first.json['refresh_token']);
		const next = await server.verintToken({ grant_type: 'refresh_token', refresh_token });
		expect(outcome(next)).toEqual([400, 'invalid_grant']);
	});

	test('VE-13: takes a code with its own redirect URI alone', async () => {
		const code = await newCode();
		const other = { ...codeGrant(code), redirect_uri: 'https://client.example/other' };
		const none = { ...codeGrant(code), redirect_uri: undefined };
		for (const form of [other, none]) {
			expect(outcome(await server.verintToken(form))).toEqual([400, 'invalid_grant']);
		}
		expect((await server.verintToken(codeGrant(code))).status).toBe(200);
	});

	test('VE-14: takes a password by the client id alone, where that grant is on', async () => {
		await server.addUser('dave');
		const form = { grant_type: 'password', username: 'dave', password: PASSWORD };
		expect(outcome(await server.verintToken(form))).toEqual([400, 'unsupported_grant_type']);
		expect(outcome(await server.ask('verintToken', { form: { ...server.id, ...form } }))).toEqual([
			401,
			'invalid_client',
		]);
		const { client_id, client_secret } = await server.registered({ grants: ['password'] });
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

	test('VE-14: takes no password from a disabled client, nor from one of another dialect', async () => {
		await server.addUser('erin');
		const ask = async ({ client_id }: { readonly client_id: string }) => {
			const form = { client_id, grant_type: 'password', username: 'erin', password: PASSWORD };
			return outcome(await server.ask('verintToken', { form }));
		};
		const disabled = await server.registered({ grants: ['password'] });
		expect(await ask(disabled)).toEqual([200, undefined]);
		valueOf(await server.realm.administer.clients.setState(disabled.client_id, 'disabled'));
		expect(await ask(disabled)).toEqual([401, 'invalid_client']);
		const standard = await server.registered({ grants: ['password'], dialects: ['oauth'] });
		expect(await ask(standard)).toEqual([401, 'invalid_client']);
	});

	test('VE-14: waits after five wrong passwords of a user', async () => {
		await server.addUser('carol');
		const client = await server.registered({ grants: ['password'] });
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
		const { status, json } = await server.verintToken(acting);
		expect([status, Object.keys(json)]).toEqual([
			200,
			['access_token', 'expires_in', 'refresh_token', 'token_type'],
		]);
		const own = await server.verintToken({ grant_type: 'client_credentials' });
		expect(Object.keys(own.json)).toEqual(['access_token', 'expires_in', 'token_type']);
	});

	test('VE-16: refuses each other user alike', async () => {
		const ask = async (username: string) =>
			await server.verintToken({ grant_type: 'client_credentials', username });
		const [unlisted, unknown] = [await ask('bob'), await ask('nobody')];
		expect([outcome(unlisted), unlisted.body]).toEqual([[400, 'invalid_grant'], unknown.body]);
		expect((await server.decisions()).slice(0, 2)).toEqual([
			'token.issue refused unknown-user',
			'token.issue refused user-not-allowed',
		]);
	});

	test('VE-16: goes on with a refresh token while the client may act as the user, and no longer', async () => {
		const client = await server.registered({
			grants: ['client_credentials', 'refresh_token'],
			actAs: { usernames: ['bob'] },
		});
		const acting = { ...client, grant_type: 'client_credentials', username: 'bob' };
		const refresh = async ({ json }: Reply) =>
			await server.verintToken({
				...client,
				grant_type: 'refresh_token',
				refresh_token: String(json['refresh_token']),
			});
		const second = await refresh(await server.verintToken(acting));
		expect(second.status).toBe(200);
		const { clients } = server.realm.administer;
		valueOf(await clients.update(client.client_id, { actAs: { usernames: ['alice'] } }));
		expect(outcome(await refresh(second))).toEqual([400, 'invalid_grant']);
		expect((await server.decisions())[0]).toBe('token.issue refused user-not-allowed');
	});

	test('VE-17: gives a new refresh token each time, and a used one ends the chain', async () => {
		const acting = await server.verintToken({
			grant_type: 'client_credentials',
			username: 'alice',
		});
		const refresh = async ({ json }: Reply) =>
			await server.verintToken({
				grant_type: 'refresh_token',
				refresh_token: String(json['refresh_token']),
			});
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
		expect(outcome(await server.verintToken(wrong))).toEqual([400, 'invalid_grant']);
		const damagedSecret = { client_secret: damaged(server.shown.client_secret) };
		expect(outcome(await server.verintToken({ ...wrong, ...damagedSecret }))).toEqual([
			401,
			'invalid_client',
		]);
		const original = await server.registered({ errorStatuses: 'original' });
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
			const form = { ...server.shown, grant_type: 'client_credentials' };
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
		expect((await server.open({}, 'verintAuthorize')).status).toBe(400);
		const standard = { form: { ...server.shown, grant_type: 'client_credentials' } };
		expect(outcome(await server.ask('token', standard))).toEqual([401, 'invalid_client']);
	});
});
