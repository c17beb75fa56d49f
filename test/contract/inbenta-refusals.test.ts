import { valueOf } from '../a-realm';
import { damaged } from '../damaged';
import { stores } from '../stores';
import {
	anInbentaServer,
	type Asked,
	error,
	type InbentaServer,
	NO_TOKEN,
	PAGE,
	WRONG,
} from './an-inbenta-server';

const MALFORMED = error(400, 'The request is malformed.');
const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

describe.each(stores)('what brings no token of Inbenta in $engine', ({ create }) => {
	let server: InbentaServer;
	beforeAll(async () => {
		server = await anInbentaServer(create);
	});
	afterAll(() => server.close());

	test('IB-4: is a wrong key or secret, which look the same', async () => {
		const { secret, key } = server.pair;
		const { apiKeys } = server.realm.administer;
		const other = valueOf(
			await apiKeys.generate({ username: 'alice', name: 'other', kind: 'pair' }),
		);
		const shown: readonly [Asked, string][] = [
			[{ body: JSON.stringify({ secret: other.secret }) }, 'key-pair-mismatch'],
			[{ body: JSON.stringify({ secret: damaged(secret) }) }, 'key-pair-malformed'],
			[{ body: JSON.stringify({ secret: 'x' }) }, 'key-pair-malformed'],
			[{ apiKey: other.key }, 'key-pair-mismatch'],
			[{ apiKey: key.replace('live', 'test') }, 'unknown-key-pair'],
			[{ apiKey: 'ikey_live_0000000000000000000000' }, 'unknown-key-pair'],
		];
		for (const [asked, reason] of shown) {
			const reply = await server.auth({ ...asked, address: '192.0.2.50' });
			expect([reply.status, reply.json]).toEqual([400, WRONG]);
			expect((await server.decisions())[0]).toBe(`token.issue refused ${reason}`);
			expect(reply.body).not.toContain(secret);
		}
	});

	const malformed: readonly [string, number, string, Asked][] = [
		['GET', 405, 'method-not-allowed', { method: 'GET' }],
		['the secret in the query', 400, 'credentials-in-query', { query: 'secret=x' }],
		['no key', 400, 'missing-parameter', { apiKey: undefined }],
		['an empty key', 400, 'missing-parameter', { apiKey: '' }],
		['two keys', 400, 'repeated-parameter', { headers: [['X-Inbenta-Key', 'x']] }],
		['no secret', 400, 'missing-parameter', { body: '{}' }],
		['a secret that is no text', 400, 'missing-parameter', { body: '{"secret":1}' }],
		['no JSON', 400, 'malformed-parameter', { body: '{' }],
		['a list', 400, 'malformed-parameter', { body: '["secret"]' }],
		['null', 400, 'malformed-parameter', { body: 'null' }],
		['a text', 400, 'not-a-form', { headers: [['Content-Type', 'text/plain']] }],
		['two secrets', 400, 'repeated-parameter', { headers: [FORM], body: 'secret=x&secret=x' }],
		['too much', 400, 'request-too-large', { body: JSON.stringify({ a: 'x'.repeat(70_000) }) }],
	];
	test.each(malformed)('IB-2: is %s', async (_what, status, reason, asked) => {
		const reply = await server.auth(asked);
		expect([reply.status, reply.json]).toEqual([
			status,
			{ error: { ...MALFORMED.error, code: status } },
		]);
		expect((await server.decisions())[0]).toBe(`token.issue refused ${reason}`);
	});

	test('IB-17: is a secret in a page, which may read nothing', async () => {
		const reply = await server.auth({ origin: PAGE });
		expect([reply.status, reply.json]).toEqual([403, error(403, 'The request is malformed.')]);
		expect(reply.headers['access-control-allow-origin']).toBeUndefined();
	});

	/** A token that the holder of a pair got for alice, as callers of Interact do. */
	const ofInteract = async (): Promise<string> => {
		const { users, apiKeys } = server.realm.administer;
		valueOf(await users.update('alice', { personId: 'alice' }));
		const own = { username: 'alice', name: 'Interact', kind: 'pair' };
		const pair = valueOf(await apiKeys.generate({ ...own, actAs: { usernames: ['alice'] } }));
		const code = `${pair.key}__${pair.secret ?? ''}`;
		const { json } = await server.ask('interactToken', {
			form: { grant_type: 'authorization_code', code, context: 'KeySecret', personid: 'alice' },
			headers: [['X-Tenant', server.realm.id]],
		});
		return String(json['access_token']);
	};

	test('IB-6: is a token that is none, or of another kind', async () => {
		const grant = { grant_type: 'client_credentials', username: 'alice' };
		const { json } = await server.token(grant);
		const texts = ['x', String(json['access_token']), await ofInteract(), server.pair.secret, ''];
		for (const text of texts) {
			const reply = { ...(await server.auth()), json: { accessToken: text } };
			const refused = await server.refresh(reply, { address: '192.0.2.51' });
			expect([refused.status, refused.json]).toEqual([401, NO_TOKEN]);
			expect((await server.decisions())[0]).toBe('token.issue refused unknown-token');
		}
		const basic = await server.refresh(await server.auth(), {
			headers: [['Authorization', 'Basic eDp5']],
			address: '192.0.2.51',
		});
		expect(basic.json).toEqual(NO_TOKEN);
	});

	test('NT-79: is anything after sixty wrong secrets from one address', async () => {
		const asked = { address: '192.0.2.52' };
		const wrong = { ...asked, body: '{"secret":"x"}' };
		for (let number = 0; number < 60; number += 1) await server.auth(wrong);
		const late = await server.auth(asked);
		expect([late.status, late.json]).toEqual([429, error(429, 'Try again later.')]);
		expect(late.headers['retry-after']).toBe('1');
		expect((await server.auth()).status).toBe(200);
	});
});
