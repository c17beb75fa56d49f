import { randomUUID } from 'node:crypto';

import { parseOriginRule } from '../../src/http/origin';
import type { Policy, Verdict } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { sharedBy, stores } from '../stores';

const ORIGIN = 'https://app.example.com';
const OTHER = 'https://other.example.com';
const rule = (text: string) => {
	const parsed = parseOriginRule(text);
	if (parsed === undefined) throw new Error(`${text} is no origin`);
	return parsed;
};
const PAGES: Policy = { ...A_POLICY, allowedOrigins: [rule(ORIGIN)] };
const OPEN: Policy = { ...PAGES, allowAnonymous: true };

let opened: TestRealm;
let key: string;

type Field = readonly [string, string];
const decide = (policy: Policy, fields: readonly Field[], method = 'POST'): Promise<Verdict> =>
	opened.realm.authenticate(aMessage({ method, headerFields: fields }), policy, A_CALL);
const from = (...origins: string[]): readonly Field[] =>
	origins.map((origin) => ['Origin', origin] as const);
const withKey = (): Field => ['X-API-Key', key];
const outcomeOf = (verdict: Verdict) => [
	verdict.kind === 'refused' ? verdict.reason : verdict.kind,
	verdict.fields['access-control-allow-origin'],
];

describe.each(stores)('a call from a page, decided in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
		const { users, apiKeys } = opened.realm.administer;
		valueOf(await users.create({ username: 'alice' }));
		({ key } = valueOf(await apiKeys.generate({ username: 'alice', name: 'k' })));
	});
	afterEach(() => opened.close());

	test('IB-17: of a listed origin may read its answer, and so it may a refusal', async () => {
		const accepted = await decide(PAGES, [withKey(), ...from(ORIGIN)]);
		expect(outcomeOf(accepted)).toEqual(['accepted', ORIGIN]);
		expect(accepted.fields['access-control-expose-headers']).toContain('X-Request-Id');
		expect(Object.keys(accepted.fields)).not.toContain('access-control-allow-credentials');
		const wrong = await decide(PAGES, [['X-API-Key', 'x'], ...from(ORIGIN)]);
		expect(outcomeOf(wrong)).toEqual(['malformed-key', ORIGIN]);
		const several = await decide(PAGES, [withKey(), withKey(), ...from(ORIGIN)]);
		expect(outcomeOf(several)).toEqual(['several-credentials', ORIGIN]);
	});

	test.each<[string, readonly string[]]>([
		['another origin', [OTHER]],
		['no origin that can be named', ['null']],
		['two origins', [ORIGIN, ORIGIN]],
		['an empty origin', ['']],
	])(
		'of %s is refused with the right key, with a wrong one and without',
		async (_what, origins) => {
			for (const fields of [[withKey()], [['X-API-Key', 'x'] as const], []]) {
				const verdict = await decide(OPEN, [...fields, ...from(...origins)]);
				expect(outcomeOf(verdict)).toEqual(['origin-not-allowed', undefined]);
				expect(verdict).toMatchObject({ problem: 'origin-not-allowed' });
			}
		},
	);

	test('is refused where no origin is listed', async () => {
		const verdict = await decide({ ...A_POLICY, allowAnonymous: true }, from(ORIGIN));
		expect(outcomeOf(verdict)).toEqual(['origin-not-allowed', undefined]);
	});

	test('without an origin is not concerned', async () => {
		expect(outcomeOf(await decide(PAGES, [withKey()]))).toEqual(['accepted', undefined]);
		expect(outcomeOf(await decide(OPEN, []))).toEqual(['accepted', undefined]);
	});

	test('elsewhere uses up nothing of what the address of its visitor may get wrong', async () => {
		for (let call = 0; call < 70; call++) {
			await decide(PAGES, [['X-API-Key', 'x'], ...from(OTHER)]);
		}
		expect(outcomeOf(await decide(PAGES, [withKey()]))).toEqual(['accepted', undefined]);
	});

	test('with a domain key of its origin is let in without being listed, and reads refusals of it', async () => {
		const { domainKeys } = opened.realm.administer;
		const created = await domainKeys.create({
			username: 'alice',
			name: 'd',
			origins: [OTHER],
			privileges: ['Use API Key', 'Run Actions'],
		});
		const shown: Field = ['X-Domain-Key', valueOf(created).value];
		const policy: Policy = { ...PAGES, acceptedCredentials: ['domainKey'] };
		expect(outcomeOf(await decide(policy, [shown, ...from(OTHER)]))).toEqual(['accepted', OTHER]);
		const more = { ...policy, requiredPrivileges: ['More'] };
		expect(outcomeOf(await decide(more, [shown, ...from(OTHER)]))).toEqual([
			'privilege-missing',
			OTHER,
		]);
		expect(outcomeOf(await decide(policy, [shown, ...from(ORIGIN)]))).toEqual([
			'origin-not-allowed',
			ORIGIN,
		]);
	});
});

describe.each(stores)('a call that carries another method, decided in $engine', ({ create }) => {
	const shared = sharedBy(create);
	beforeEach(async () => {
		opened = await aRealm(shared, randomUUID());
		const { users, apiKeys } = opened.realm.administer;
		valueOf(await users.create({ username: 'alice' }));
		({ key } = valueOf(await apiKeys.generate({ username: 'alice', name: 'k' })));
	});
	afterEach(() => opened.close());
	const override = (...methods: string[]): Policy => ({ ...A_POLICY, methodOverride: { methods } });
	const carrying = (value: string): readonly Field[] => [withKey(), ['Rest-Method', value]];

	test('VE-28: is let in where the trigger takes that method', async () => {
		const policy = override('POST', 'DELETE');
		expect(await decide(policy, carrying('DELETE'))).toMatchObject({ kind: 'accepted' });
		expect(await decide(policy, carrying('PUT'))).toMatchObject({
			problem: 'method-not-allowed',
			reason: 'method-not-allowed',
			fields: { allow: 'POST, DELETE' },
		});
	});

	test.each([
		['POST', 'PATCH'],
		['POST', 'delete'],
		['GET', 'DELETE'],
	])('VE-28: on %s with the value %s is malformed', async (method, value) => {
		const policy = override('GET', 'POST', 'DELETE', 'PATCH');
		expect(await decide(policy, carrying(value), method)).toMatchObject({
			problem: 'malformed-method-override',
		});
	});

	test('is asked for its credential first', async () => {
		expect(await decide(override('POST'), [['Rest-Method', 'x']])).toMatchObject({
			problem: 'unauthenticated',
		});
	});

	test('NT-56: is what it came as where the trigger knows no such header', async () => {
		for (const method of ['POST', 'GET']) {
			for (const value of ['DELETE', 'x']) {
				expect(await decide(A_POLICY, carrying(value), method)).toMatchObject({
					kind: 'accepted',
				});
			}
		}
	});
});
