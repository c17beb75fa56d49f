import { valueOf } from '../a-realm';
import { damaged } from '../damaged';
import { stores } from '../stores';
import {
	anInteractServer,
	type Asked,
	type InteractServer,
	PERSON,
	WRONG,
} from './an-interact-server';

const MALFORMED = { Message: 'The request is malformed.' };

describe.each(stores)('what brings no token of Interact in $engine', ({ create }) => {
	let server: InteractServer;
	beforeAll(async () => {
		server = await anInteractServer(create);
	});
	afterAll(() => server.close());

	const wrong: readonly [string, string, Asked][] = [
		['no tenant', 'tenant-mismatch', { tenant: undefined }],
		['an empty tenant', 'tenant-mismatch', { tenant: '' }],
		['a malformed tenant', 'tenant-mismatch', { tenant: 'e822a190-a116-4779-ad0a' }],
		[
			"another realm's tenant",
			'tenant-mismatch',
			{ tenant: 'e822a190-a116-4779-ad0a-87631b51898a' },
		],
		['an unknown person', 'unknown-user', { query: 'personid=nobody' }],
		["a person's id in other letters", 'unknown-user', { query: 'personid=PERSON-1' }],
		['an unknown key', 'unknown-key-pair', {}],
		['no secret', 'key-pair-malformed', {}],
		['a secret with a letter changed', 'key-pair-malformed', {}],
		["another pair's secret", 'key-pair-mismatch', {}],
	];
	test.each(wrong)(
		'IN-7, IN-14: is not had with %s, which looks like any',
		async (what, reason, asked) => {
			const { key, secret } = server.pair;
			const other = await server.realm.administer.apiKeys.generate({
				username: 'alice',
				name: 'other',
				kind: 'pair',
			});
			const codes = new Map([
				['an unknown key', `ikey_live_0000000000000000000000__${valueOf(other).secret ?? ''}`],
				['no secret', key],
				['a secret with a letter changed', `${key}__${damaged(secret)}`],
				["another pair's secret", `${key}__${valueOf(other).secret ?? ''}`],
			]);
			const code = codes.get(what) ?? `${key}__${secret}`;
			const reply = await server.logIn({ ...asked, form: { code } });
			expect([reply.status, reply.json]).toEqual([400, WRONG]);
			expect((await server.decisions())[0]).toBe(`token.issue refused ${reason}`);
			expect(reply.body).not.toContain(secret);
		},
	);

	const malformed: readonly [string, number, string, Asked][] = [
		['GET', 405, 'method-not-allowed', { method: 'GET' }],
		['the code in the query', 400, 'credentials-in-query', { query: `personid=${PERSON}&code=x` }],
		['key in the query', 400, 'credentials-in-query', { query: `personid=${PERSON}&key=x` }],
		['JSON', 400, 'not-a-form', { headers: [['Content-Type', 'application/json']] }],
		['no person', 400, 'missing-parameter', { query: '' }],
		['no context', 400, 'missing-parameter', { form: { context: undefined } }],
		['another context', 400, 'missing-parameter', { form: { context: 'keysecret' } }],
		['no code', 400, 'missing-parameter', { form: { code: undefined } }],
		['no grant type', 400, 'missing-parameter', { form: { grant_type: undefined } }],
	];
	test.each(malformed)('IN-15: is not had by %s', async (_what, status, reason, asked) => {
		const reply = await server.logIn(asked);
		expect([reply.status, reply.json]).toEqual([status, MALFORMED]);
		expect((await server.decisions())[0]).toBe(`token.issue refused ${reason}`);
	});

	test('IN-16: is not had by a page, which may read nothing', async () => {
		for (const origin of ['https://app.example.com', 'null', '']) {
			const reply = await server.logIn({ headers: [['Origin', origin]] });
			expect([reply.status, reply.json]).toEqual([403, MALFORMED]);
			expect(Object.keys(reply.headers).join()).not.toMatch(/access-control/);
		}
		expect((await server.decisions())[0]).toBe('token.issue refused origin-not-allowed');
	});

	test('IN-14: is not had by grant_type=client_credentials', async () => {
		const reply = await server.logIn({ form: { grant_type: 'client_credentials' } });
		expect([reply.status, reply.json]).toEqual([
			400,
			{ Message: 'The grant type is not supported.' },
		]);
		expect((await server.decisions())[0]).toBe('token.issue refused grant-type-unknown');
	});
});
