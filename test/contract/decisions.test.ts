import { randomUUID } from 'node:crypto';

import { fromBase62 } from '../../src/crypto/base62';
import {
	formatCredential,
	generateCredential,
	parseCredential,
} from '../../src/crypto/credential-text';
import { systemRandom } from '../../src/crypto/random';
import type { HttpMessage } from '../../src/http/message';
import type { IssuedApiKey, Verdict } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, NOON, type TestRealm, valueOf } from '../a-realm';
import { sharedBy, type StoreKind, stores } from '../stores';

const HOUR = 3_600_000;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const closed = A_POLICY;
const open = { ...A_POLICY, allowAnonymous: true };

let test1: TestRealm;
let issued: IssuedApiKey;

const prepare = async (create: StoreKind['create']): Promise<void> => {
	test1 = await aRealm(create, randomUUID());
	const { users, apiKeys } = test1.realm.administer;
	valueOf(await users.create({ username: 'alice' }));
	issued = valueOf(await apiKeys.generate({ username: 'alice', name: 'first' }));
};
afterEach(() => test1.close());

const withHeaders = (...headerFields: [string, string][]): HttpMessage =>
	aMessage({ headerFields });
const decide = (message: HttpMessage, policy = closed): Promise<Verdict> =>
	test1.realm.authenticate(message, policy, A_CALL);

const accepted = (): Verdict => ({
	kind: 'accepted',
	caller: {
		type: 'user',
		user: 'alice',
		credentialId: issued.credentialId,
		scheme: 'apiKey',
		scopes: [],
		privileges: ['Run Actions', 'Use API Key'],
		tenant: test1.realm.id,
	},
	fields: {},
	owner: expect.any(String) as string,
});

const refused = (
	problem: 'unauthenticated' | 'malformed-request',
	reason: string,
	credentialId?: string,
) => ({ kind: 'refused', problem, reason, credentialId, fields: {} });

describe.each(stores)('a caller with a realm in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(() => prepare(shared));

	test.each<[string, (key: string) => [string, string]]>([
		['raw in Authorization', (key) => ['Authorization', key]],
		['as Bearer', (key) => ['Authorization', `Bearer ${key}`]],
		['as bearer', (key) => ['authorization', `bearer ${key}`]],
		['as BEARER', (key) => ['AUTHORIZATION', `BEARER ${key}`]],
		['in X-API-Key', (key) => ['X-API-Key', key]],
		['as user name of Basic', (key) => ['Authorization', `Basic ${base64(`${key}:`)}`]],
		['as user name of BASIC', (key) => ['Authorization', `BASIC ${base64(`${key}:`)}`]],
	])('PF-4, PF-7, NT-50: with the key %s is the user of the key', async (_where, header) => {
		expect(await decide(withHeaders(header(issued.key)))).toEqual(accepted());
	});

	test('PF-1: without a credential is refused', async () => {
		expect(await decide(aMessage())).toEqual(refused('unauthenticated', 'anonymous-not-allowed'));
	});

	test('PF-2: without a credential is anonymous where that is allowed', async () => {
		expect(await decide(aMessage(), open)).toEqual({
			kind: 'accepted',
			caller: {
				type: 'anonymous',
				credentialId: null,
				scheme: 'anonymous',
				scopes: [],
				privileges: [],
				tenant: test1.realm.id,
			},
			fields: {},
		});
	});

	test.each<[string, (key: string) => [string, string], string]>([
		['an empty Authorization', () => ['Authorization', ''], 'malformed-key'],
		['an empty X-API-Key', () => ['X-API-Key', ''], 'malformed-key'],
		['Bearer alone', () => ['Authorization', 'Bearer'], 'malformed-key'],
		['Bearer and a space', () => ['Authorization', 'Bearer '], 'malformed-key'],
		['two spaces', (key) => ['Authorization', `Bearer  ${key}`], 'malformed-key'],
		['a tab', (key) => ['Authorization', `Bearer\t${key}`], 'malformed-key'],
		['a list', (key) => ['X-API-Key', `${key}, ${key}`], 'malformed-key'],
		['a truncated key', (key) => ['X-API-Key', key.slice(0, -1)], 'malformed-key'],
		['the key in lower case', (key) => ['X-API-Key', key.toLowerCase()], 'malformed-key'],
		['Bearer in X-API-Key', (key) => ['X-API-Key', `Bearer ${key}`], 'malformed-key'],
		[
			'a key of the test environment',
			(key) => ['X-API-Key', key.replace('live', 'test')],
			'malformed-key',
		],
		['another scheme', (key) => ['Authorization', `Digest ${key}`], 'scheme-not-accepted'],
		['Basic without base64', (key) => ['Authorization', `Basic ${key}`], 'malformed-key'],
		['a password', (key) => ['Authorization', `Basic ${base64(`${key}:x`)}`], 'malformed-key'],
		[
			'the key as password',
			(key) => ['Authorization', `Basic ${base64(`:${key}`)}`],
			'malformed-key',
		],
		['Basic without a colon', (key) => ['Authorization', `Basic ${base64(key)}`], 'malformed-key'],
		[
			'Basic without padding',
			(key) => ['Authorization', `Basic ${base64(`${key}:`).replace(/=+$/, '')}`],
			'malformed-key',
		],
		['a domain key', () => ['X-Domain-Key', 'anything'], 'scheme-not-accepted'],
		['a user token', () => ['Rest-User-Token', 'YWJjMTIzOmFkbWlu'], 'scheme-not-accepted'],
	])('PF-3, NT-49, NT-50: with %s is refused, anonymous or not', async (_what, header, reason) => {
		const message = withHeaders(header(issued.key));
		expect(await decide(message, closed)).toEqual(refused('unauthenticated', reason));
		expect(await decide(message, open)).toEqual(refused('unauthenticated', reason));
	});

	test('NT-46: with the id of one key and the secret of another is refused', async () => {
		const other = valueOf(
			await test1.realm.administer.apiKeys.generate({ username: 'alice', name: 'second' }),
		);
		const [one, two] = [parseCredential(issued.key), parseCredential(other.key)];
		const id = fromBase62(one?.publicId ?? '', 16) ?? new Uint8Array();
		const mixed = formatCredential('iapi', 'live', id, two?.secret ?? new Uint8Array());
		expect(await decide(withHeaders(['X-API-Key', mixed]))).toEqual(
			refused('unauthenticated', 'key-mismatch'),
		);
	});

	test('NT-46: with the parts of a key in the words of another environment is refused', async () => {
		const known = parseCredential(issued.key);
		const id = fromBase62(known?.publicId ?? '', 16) ?? new Uint8Array();
		const text = formatCredential('iapi', 'test', id, known?.secret ?? new Uint8Array());
		expect(await decide(withHeaders(['X-API-Key', text]))).toEqual(
			refused('unauthenticated', 'malformed-key'),
		);
	});

	test('with a well-formed key that nobody generated is refused', async () => {
		const { text } = generateCredential('iapi', 'live', systemRandom.bytes);
		expect(await decide(withHeaders(['X-API-Key', text]))).toEqual(
			refused('unauthenticated', 'unknown-key'),
		);
	});

	test.each<[string, (key: string) => [string, string][]]>([
		[
			'two Authorization headers',
			(key) => [
				['Authorization', key],
				['Authorization', key],
			],
		],
		[
			'two X-API-Key headers',
			(key) => [
				['X-API-Key', key],
				['x-api-key', key],
			],
		],
		[
			'both kinds',
			(key) => [
				['Authorization', key],
				['X-API-Key', key],
			],
		],
		[
			'a good and a bad one',
			(key) => [
				['Authorization', `Bearer ${key}`],
				['X-API-Key', 'x'],
			],
		],
		[
			'a good and an empty one',
			(key) => [
				['Authorization', ''],
				['X-API-Key', key],
			],
		],
	])('NT-48, NT-49: with %s is malformed', async (_what, headers) => {
		expect(await decide(withHeaders(...headers(issued.key)), open)).toEqual(
			refused('malformed-request', 'several-credentials'),
		);
	});

	test.each<[string, (key: string) => Partial<HttpMessage>]>([
		['the query', (key) => ({ query: { api_key: key } })],
		['a repeated query parameter', (key) => ({ query: { a: ['b', key] } })],
		['the path', (key) => ({ params: { id: key } })],
		['a member of the body', (key) => ({ body: { apiKey: key } })],
		['the body itself', (key) => ({ body: key })],
	])('NT-54: with the key in %s is malformed, whatever the headers say', async (_where, parts) => {
		const header: [string, string] = ['Authorization', issued.key];
		const misplaced = refused('malformed-request', 'misplaced-credential');
		expect(await decide(aMessage(parts(issued.key)), open)).toEqual(misplaced);
		expect(await decide(aMessage({ ...parts(issued.key), headerFields: [header] }))).toEqual(
			misplaced,
		);
	});

	test('NT-55: may name query parameters and members like parts of an object', async () => {
		const odd = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}') as Record<
			string,
			unknown
		>;
		const message = aMessage({ query: odd, body: odd, headerFields: [['X-API-Key', issued.key]] });
		expect(await decide(message)).toEqual(accepted());
	});
});

describe.each(stores)('a key with a realm in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(() => prepare(shared));

	const decideKey = () => decide(withHeaders(['X-API-Key', issued.key]));
	const refusedKey = (reason: string) => refused('unauthenticated', reason, issued.credentialId);

	test('NT-47: disabled is refused at the very next call, and works again when enabled', async () => {
		const { apiKeys } = test1.realm.administer;
		valueOf(await apiKeys.setState(issued.credentialId, 'disabled'));
		expect(await decideKey()).toEqual(refusedKey('key-disabled'));
		valueOf(await apiKeys.setState(issued.credentialId, 'enabled'));
		expect(await decideKey()).toEqual(accepted());
	});

	test('NT-47: revoked is refused for good', async () => {
		const { apiKeys } = test1.realm.administer;
		valueOf(await apiKeys.revoke(issued.credentialId));
		expect(await decideKey()).toEqual(refusedKey('key-revoked'));
		expect((await apiKeys.setState(issued.credentialId, 'enabled')).kind).toBe('refused');
		expect(await decideKey()).toEqual(refusedKey('key-revoked'));
	});

	test('NT-47: is expired from its moment of expiry on', async () => {
		const expiresAt = new Date(NOON + HOUR).toISOString();
		const brief = valueOf(
			await test1.realm.administer.apiKeys.generate({
				username: 'alice',
				name: 'brief',
				expiresAt,
			}),
		);
		const kinds: string[] = [];
		for (const time of [HOUR - 1, HOUR, HOUR + 1]) {
			test1.clock.time = NOON + time;
			const verdict = await decide(withHeaders(['X-API-Key', brief.key]));
			kinds.push(verdict.kind === 'refused' ? verdict.reason : verdict.kind);
		}
		expect(kinds).toEqual(['accepted', 'key-expired', 'key-expired']);
	});

	test('PF-9: of a disabled user is refused until the user is enabled', async () => {
		const { users } = test1.realm.administer;
		valueOf(await users.setState('alice', 'disabled'));
		expect(await decideKey()).toEqual(refusedKey('user-disabled'));
		valueOf(await users.setState('alice', 'enabled'));
		expect(await decideKey()).toEqual(accepted());
	});

	test('of a renamed user runs under the new name', async () => {
		valueOf(await test1.realm.administer.users.update('alice', { username: 'alice.b' }));
		const verdict = await decideKey();
		expect(verdict.kind === 'accepted' && verdict.caller.user).toBe('alice.b');
	});

	test('of a deleted user is gone', async () => {
		valueOf(await test1.realm.administer.users.delete('alice'));
		expect(await decideKey()).toEqual(refused('unauthenticated', 'unknown-key'));
		expect(await test1.realm.count()).toEqual({ users: 0, apiKeys: 0 });
	});
});
