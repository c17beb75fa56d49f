import { randomUUID } from 'node:crypto';

import { formatCredential, parseCredential } from '../../src/crypto/credential-text';
import { fromBase62 } from '../../src/crypto/base62';
import type { DescribedDomainKey, Policy } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, NOON, type TestRealm, valueOf } from '../a-realm';
import { sharedBy, type StoreKind, stores } from '../stores';

const ORIGIN = 'https://shop.example.com';
const POLICY: Policy = { ...A_POLICY, acceptedCredentials: ['apiKey', 'domainKey'] };
const PRIVILEGES = ['Run Actions', 'Use API Key'];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let opened: TestRealm;
let created: DescribedDomainKey;

const domainKeys = () => opened.realm.administer.domainKeys;
const NEW = { username: 'alice', name: 'shop', origins: [ORIGIN], privileges: PRIVILEGES };

const prepare = async (create: StoreKind['create']): Promise<void> => {
	opened = await aRealm(create, randomUUID());
	valueOf(await opened.realm.administer.users.create({ username: 'alice' }));
	created = valueOf(await domainKeys().create(NEW));
};

interface Sent {
	readonly key?: string;
	readonly origins?: readonly string[];
	readonly address?: string;
	readonly more?: readonly [string, string][];
}

const decide = async (
	{ key = created.value, origins = [ORIGIN], address = '192.0.2.7', more = [] }: Sent = {},
	policy = POLICY,
	realm = opened.realm,
) => {
	const lines = origins.map((origin) => ['Origin', origin] as const);
	const message = aMessage({ headerFields: [['X-Domain-Key', key], ...lines, ...more], address });
	return await realm.authenticate(message, policy, A_CALL);
};
const outcomeOf = async (...call: Parameters<typeof decide>): Promise<string> => {
	const verdict = await decide(...call);
	return verdict.kind === 'refused' ? `${verdict.problem}: ${verdict.reason}` : verdict.kind;
};

describe.each(stores)('a domain key in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(() => prepare(shared));
	afterEach(() => opened.close());

	test('IB-18: is readable at any time, with everything about it', async () => {
		const expected = {
			...NEW,
			credentialId: expect.stringMatching(UUID) as string,
			userId: expect.stringMatching(UUID) as string,
			value: expect.stringMatching(/^idom_live_/) as string,
			enabled: true,
			state: 'active',
			expiresAt: undefined,
			revokedAt: undefined,
			rateLimit: undefined,
			createdAt: NOON,
			lastUse: undefined,
		};
		expect(created).toEqual(expected);
		expect(await domainKeys().getAll({})).toEqual([created]);
		expect(await domainKeys().getAll({ username: 'ALICE', limit: 1 })).toEqual([created]);
		expect(await domainKeys().getAll({ username: 'bob' })).toEqual([]);
		expect(await opened.realm.administer.apiKeys.getAll({})).toEqual([]);
	});

	test('IB-12, IB-17: from a page of its origin is its user, and that page reads the answer', async () => {
		expect(await decide()).toEqual({
			kind: 'accepted',
			caller: {
				type: 'user',
				user: 'alice',
				credentialId: created.credentialId,
				scheme: 'domainKey',
				scopes: [],
				privileges: PRIVILEGES,
				tenant: opened.realm.id,
			},
			fields: expect.objectContaining({ ratelimit: '"address";r=59;t=1' }) as object,
			owner: expect.any(String) as string,
		});
	});

	test.each<[string, readonly string[]]>([
		['none', []],
		['null', ['null']],
		['another', ['https://other.example.com']],
		['a longer one', ['https://shop.example.com.evil.tld']],
		['one that ends alike', ['https://evil-shop.example.com']],
		['another port', ['https://shop.example.com:8443']],
		['another scheme', ['http://shop.example.com']],
		['a trailing dot', ['https://shop.example.com.']],
		['two', [ORIGIN, ORIGIN]],
		['two in one', [`${ORIGIN}, ${ORIGIN}`]],
	])('IB-13, IB-14, NT-59: with %s as its origin is refused', async (_what, origins) => {
		expect(await outcomeOf({ origins })).toBe('origin-not-allowed: origin-not-allowed');
	});

	test('NT-59: a Referer does not stand in for an origin', async () => {
		const more: [string, string][] = [['Referer', `${ORIGIN}/page`]];
		expect(await outcomeOf({ origins: [], more })).toBe('origin-not-allowed: origin-not-allowed');
	});

	test('is refused where the trigger does not accept it, anonymous calls or not', async () => {
		const closed = { ...A_POLICY, allowAnonymous: true };
		expect(await outcomeOf({}, closed)).toBe('unauthenticated: scheme-not-accepted');
	});

	test.each<[string, (key: string) => string, string]>([
		['nothing in it', () => '', 'malformed-key'],
		['one letter less', (key) => key.slice(0, -1), 'malformed-key'],
		[
			'a new secret',
			(key) => {
				const id = fromBase62(parseCredential(key)?.publicId ?? '', 16) ?? new Uint8Array();
				return formatCredential('idom', 'live', id, new Uint8Array(32));
			},
			'key-mismatch',
		],
		[
			'a new id',
			() => formatCredential('idom', 'live', new Uint8Array(16), new Uint8Array(32)),
			'unknown-key',
		],
		[
			'the environment of tests',
			() => formatCredential('idom', 'test', new Uint8Array(16), new Uint8Array(32)),
			'malformed-key',
		],
	])('with %s gets the 401 of all wrong credentials', async (_what, change, reason) => {
		expect(await outcomeOf({ key: change(created.value) })).toBe(`unauthenticated: ${reason}`);
	});

	test('is not taken as an API key, nor the other way round', async () => {
		const generated = await opened.realm.administer.apiKeys.generate({
			username: 'alice',
			name: 'k',
		});
		const { key } = valueOf(generated);
		expect(await outcomeOf({ key })).toBe('unauthenticated: malformed-key');
		const message = aMessage({ headerFields: [['X-API-Key', created.value]] });
		expect(await opened.realm.authenticate(message, POLICY, A_CALL)).toMatchObject({
			reason: 'malformed-key',
		});
	});

	test.each<[string, string]>([
		['X-API-Key', 'x'],
		['Authorization', 'Bearer x'],
		['Rest-Impersonate-User', 'bob'],
		['X-Domain-Key', 'x'],
	])('NT-48: beside %s is malformed', async (name, value) => {
		expect(await outcomeOf({ more: [[name, value]] })).toBe(
			'malformed-request: several-credentials',
		);
	});

	test('IB-16: disabled, revoked or deleted is refused at the very next call', async () => {
		const id = created.credentialId;
		expect(await outcomeOf()).toBe('accepted');
		valueOf(await domainKeys().setState(id, 'disabled'));
		expect(await outcomeOf()).toBe('unauthenticated: key-disabled');
		valueOf(await domainKeys().setState(id, 'enabled'));
		expect(await outcomeOf()).toBe('accepted');
		expect(valueOf(await domainKeys().revoke(id)).state).toBe('revoked');
		expect(await outcomeOf()).toBe('unauthenticated: key-revoked');
		expect(await domainKeys().setState(id, 'enabled')).toMatchObject({ kind: 'refused' });
		expect(valueOf(await domainKeys().delete(id)).credentialId).toBe(id);
		expect(await outcomeOf()).toBe('unauthenticated: unknown-key');
		expect(await domainKeys().getAll({})).toEqual([]);
	});

	test('is expired from its moment of expiry on, and refused while its user is disabled', async () => {
		const expiresAt = new Date(NOON + 60_000).toISOString();
		const { value: key } = valueOf(await domainKeys().create({ ...NEW, expiresAt }));
		expect(await outcomeOf({ key })).toBe('accepted');
		opened.clock.time = NOON + 60_000;
		expect(await outcomeOf({ key })).toBe('unauthenticated: key-expired');
		valueOf(await opened.realm.administer.users.setState('alice', 'disabled'));
		expect(await outcomeOf()).toBe('unauthenticated: user-disabled');
	});

	test('IB-15, NT-60: has its own privileges alone, and no more than its user has now', async () => {
		const { roles, groups } = opened.realm.administer;
		const role = { application: 'Default', role: 'Searcher' };
		const privileges = ['Use API Key', 'Run Actions', 'Search'];
		valueOf(await roles.create({ application: 'Default', name: 'Searcher', privileges }));
		valueOf(await groups.addRole('Default', role));
		const search = { ...POLICY, requiredPrivileges: ['Search'] };
		expect(await outcomeOf({}, search)).toBe('forbidden: privilege-missing');
		const id = created.credentialId;
		valueOf(await domainKeys().update(id, { privileges: ['search'] }));
		expect(await decide({}, search)).toMatchObject({ caller: { privileges: ['Search'] } });
		expect(await outcomeOf()).toBe('forbidden: privilege-missing');
		valueOf(await groups.removeRole('Default', role));
		expect(await outcomeOf({}, search)).toBe('forbidden: privilege-missing');
	});

	test('an update counts at the next call, and what it leaves out stays', async () => {
		const id = created.credentialId;
		const origins = ['https://*.example.org'];
		const updated = valueOf(await domainKeys().update(id, { origins, name: 'new' }));
		expect(updated).toEqual({ ...created, origins, name: 'new' });
		expect(await outcomeOf()).toBe('origin-not-allowed: origin-not-allowed');
		expect(await outcomeOf({ origins: ['https://a.example.org'] })).toBe('accepted');
	});

	test('IB-18: is limited per address by 60 calls a minute, or by what it says', async () => {
		const began = performance.now();
		let outcome = await outcomeOf();
		let letIn = 0;
		for (; outcome === 'accepted'; outcome = await outcomeOf()) letIn++;
		expect(outcome).toBe('too-many-calls: address-limit');
		// PostgreSQL goes by its own clock, and one call comes back in each second.
		const cameBack = Math.ceil((performance.now() - began) / 1000);
		expect(letIn).toBeGreaterThanOrEqual(60);
		expect(letIn).toBeLessThanOrEqual(60 + cameBack);
		expect(await outcomeOf({ address: '192.0.2.8' })).toBe('accepted');
		const rateLimit = { calls: 1, seconds: 60, burst: 1 };
		const { value: key } = valueOf(await domainKeys().create({ ...NEW, rateLimit }));
		expect(await outcomeOf({ key })).toBe('accepted');
		expect(await outcomeOf({ key })).toBe('too-many-calls: address-limit');
		valueOf(await domainKeys().update(created.credentialId, { rateLimit }));
		valueOf(await domainKeys().update(created.credentialId, { rateLimit: 'default' }));
		expect(await outcomeOf({ address: '192.0.2.9' })).toBe('accepted');
		expect(await outcomeOf({ address: '192.0.2.9' })).toBe('accepted');
	});

	test('IB-18: one address that is beyond its limit takes nothing from the user', async () => {
		const rateLimit = { calls: 3, seconds: 3600, burst: 3 };
		valueOf(await opened.realm.administer.users.update('alice', { rateLimit }));
		const limit = { calls: 1, seconds: 3600, burst: 1 };
		valueOf(await domainKeys().update(created.credentialId, { rateLimit: limit }));
		expect(await outcomeOf()).toBe('accepted');
		for (let call = 0; call < 5; call++) {
			expect(await outcomeOf()).toBe('too-many-calls: address-limit');
		}
		expect(await outcomeOf({ address: '192.0.2.8' })).toBe('accepted');
		expect(await outcomeOf({ address: '192.0.2.9' })).toBe('accepted');
		expect(await outcomeOf({ address: '192.0.2.10' })).toBe('too-many-calls: user-limit');
	});

	test('is refused by whoever has the realm open too, once it is revoked', async () => {
		const other = await opened.again();
		expect(await outcomeOf({}, POLICY, other)).toBe('accepted');
		valueOf(await domainKeys().revoke(created.credentialId));
		expect(await outcomeOf({}, POLICY, other)).toBe('unauthenticated: key-revoked');
	});

	test('shows when it was last used', async () => {
		await decide();
		await opened.realm.save();
		const [key] = await domainKeys().getAll({});
		expect(key?.lastUse).toEqual({ at: NOON, address: '192.0.2.7' });
	});
});
