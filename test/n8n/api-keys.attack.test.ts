import { fromBase62 } from '../../src/crypto/base62';
import { formatCredential, parseCredential } from '../../src/crypto/credential-text';
import { systemClock } from '../../src/realm/system-clock';
import { valueOf } from '../a-realm';
import { attackedTrigger, type Sent } from './attacked-trigger';

const { realm, key, aKey, refusalOf, itemOf } = attackedTrigger();

/** A key with one of its parts replaced, and with the checksum that belongs to the whole. */
function rewritten(parts: {
	readonly brand?: string;
	readonly environment?: 'test';
	readonly secretOf?: string;
}): string {
	const known = parseCredential(key());
	const secret = parseCredential(parts.secretOf ?? key())?.secret ?? new Uint8Array();
	const id = fromBase62(known?.publicId ?? '', 16) ?? new Uint8Array();
	return formatCredential(parts.brand ?? 'iapi', parts.environment ?? 'live', id, secret);
}
const changedAt = (index: number): string =>
	key().slice(0, index) + (key().charAt(index) === 'a' ? 'b' : 'a') + key().slice(index + 1);

describe('a call with a key that is nearly right', () => {
	test.each<[string, () => string]>([
		['brand', () => changedAt(1)],
		['environment', () => changedAt(6)],
		['id', () => changedAt(12)],
		['secret', () => changedAt(40)],
		['checksum', () => changedAt(key().length - 1)],
		['brand and checksum', () => rewritten({ brand: 'xapi' })],
	])('NT-44: in its %s gets 401', async (_part, text) => {
		expect(await refusalOf([`X-API-Key: ${text()}`])).toEqual([401, 'malformed-key']);
	});

	test.each<[string, () => string]>([
		['an id beyond its bytes', () => key().replace(/(?<=live_).{22}/, 'z'.repeat(22))],
		['lower case', () => key().toLowerCase()],
		['a letter too few', () => key().slice(0, -1)],
		['a letter too many', () => `${key()}0`],
		['10,000 letters', () => 'a'.repeat(10_000)],
	])('NT-45: but has %s gets 401', async (_what, text) => {
		expect(await refusalOf([`Authorization: Bearer ${text()}`])).toEqual([401, 'malformed-key']);
	});

	test('NT-46: as its id goes with another secret or environment gets 401', async () => {
		const mixed = rewritten({ secretOf: (await aKey()).key });
		expect(await refusalOf([`X-API-Key: ${mixed}`])).toEqual([401, 'key-mismatch']);
		const test = rewritten({ environment: 'test' });
		expect(await refusalOf([`X-API-Key: ${test}`])).toEqual([401, 'malformed-key']);
	});

	test.each<[string, () => string]>([
		['bytes beyond ASCII', () => `\x80\xff${key().slice(2)}`],
		['letters that look alike', () => Buffer.from(key().replace('a', 'а')).toString('latin1')],
		['full-width digits', () => Buffer.from(`${key().slice(0, -1)}０`).toString('latin1')],
		['an invisible letter', () => Buffer.from(`${key()}\u200b`).toString('latin1')],
	])('NT-52: but has %s gets 401', async (_what, text) => {
		expect(await refusalOf([`X-API-Key: ${text()}`])).toEqual([401, 'malformed-key']);
	});
});

describe('a call with a key of the past', () => {
	test('NT-47: gets 401, in the wrong application 403, and only the audit says why', async () => {
		const { apiKeys, users, applications } = realm().administer;
		const generate = async (username: string, more = {}) =>
			valueOf(await apiKeys.generate({ username, name: 'k', ...more }));
		valueOf(await users.create({ username: 'bob' }));
		valueOf(await applications.create('Orders'));
		const hour = 3_600_000;
		const expiresAt = new Date(Date.now() + hour).toISOString();
		const [disabled, revoked, expired, ofBob, elsewhere] = await Promise.all([
			generate('alice'),
			generate('alice'),
			generate('alice', { expiresAt }),
			generate('bob'),
			generate('alice', { applications: ['Orders'] }),
		]);
		valueOf(await apiKeys.setState(disabled.credentialId, 'disabled'));
		valueOf(await apiKeys.revoke(revoked.credentialId));
		valueOf(await users.setState('bob', 'disabled'));
		// It stays so: the limit of failed attempts would wait for a clock that was set back.
		jest.spyOn(systemClock, 'now').mockImplementation(() => Date.now() + hour);
		const outcomes: unknown[] = [];
		for (const issued of [disabled, revoked, expired, ofBob, elsewhere]) {
			outcomes.push(await refusalOf([`X-API-Key: ${issued.key}`]));
		}
		expect(outcomes).toEqual([
			[401, 'key-disabled'],
			[401, 'key-revoked'],
			[401, 'key-expired'],
			[401, 'user-disabled'],
			[403, 'application-not-allowed'],
		]);
	});
});

describe('a call with several credentials', () => {
	test.each<[string, () => string[]]>([
		['two equal keys in Authorization', () => Array(2).fill(`Authorization: ${key()}`) as string[]],
		['two equal keys in X-API-Key', () => Array(2).fill(`X-API-Key: ${key()}`) as string[]],
		['two different ones', () => [`Authorization: ${key()}`, 'Authorization: Bearer x']],
		['both kinds, equal', () => [`Authorization: Bearer ${key()}`, `X-API-Key: ${key()}`]],
		['a good one and an empty one', () => [`X-API-Key: ${key()}`, 'Authorization:']],
		['a good one beside a vendor', () => [`X-API-Key: ${key()}`, 'Rest-User-Token: x']],
	])('NT-48, NT-49: %s, gets 400', async (_what, lines) => {
		expect(await refusalOf(lines())).toEqual([400, 'several-credentials']);
	});

	test('NT-49: of which the one is bad gets 401 where anonymous calls are allowed', async () => {
		expect(await refusalOf(['X-API-Key: bad'])).toEqual([401, 'malformed-key']);
		await itemOf([]);
	});
});

describe('an Authorization header', () => {
	test.each(['bearer', 'BEARER', 'Bearer', 'bEaReR'])('NT-50: is taken with %s', async (scheme) => {
		const { caller } = await itemOf([`Authorization: ${scheme} ${key()}`]);
		expect(caller).toMatchObject({ user: 'alice' });
	});

	test.each<[string, (text: string) => string]>([
		['two spaces', (text) => `Bearer  ${text}`],
		['a tab', (text) => `Bearer\t${text}`],
		['a comma list', (text) => `Bearer ${text}, Bearer ${text}`],
		['a parameter', (text) => `Bearer ${text};x=y`],
		['quotes', (text) => `Bearer "${text}"`],
		['Bearer alone', () => 'Bearer'],
		['Bearer and a space', () => 'Bearer '],
		['nothing', () => ''],
	])('NT-50: with %s gets 401', async (_what, value) => {
		expect(await refusalOf([`Authorization: ${value(key())}`])).toEqual([401, 'malformed-key']);
	});
});

describe('a key in the wrong place', () => {
	test.each<[string, (text: string) => Sent]>([
		['the query', (text) => ({ path: `?key=${text}` })],
		['the body', (text) => ({ body: JSON.stringify({ apiKey: text }) })],
		['the whole body', (text) => ({ body: JSON.stringify(text) })],
	])('NT-54: in %s gets 400, and the audit says so', async (_where, sent) => {
		const misplaced = [400, 'misplaced-credential'];
		expect(await refusalOf([], sent(key()))).toEqual(misplaced);
		expect(await refusalOf([`X-API-Key: ${key()}`], sent(key()))).toEqual(misplaced);
	});
});
