import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { FAILED_ATTEMPTS } from '../../src/limits/failed-attempts';
import type { Policy, Verdict } from '../../src/realm/realm';
import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { postgresStorage } from '../postgres-schemas';
import { describePostgres, stores } from '../stores';

type Per = 'key' | 'user' | 'address' | 'trigger';
const limited = (calls: number, seconds: number, per: Per): Policy => ({
	...A_POLICY,
	rateLimits: [{ per, calls, seconds, burst: calls }],
});
const perMinute = (calls: number, per: Per = 'key'): Policy => limited(calls, 60, per);
/** PostgreSQL goes by its own clock: none of these comes back while a test runs. */
const perDay = (calls: number): Policy => limited(calls, 86_400, 'key');
const count = (verdicts: readonly Pick<Verdict, 'kind'>[]) =>
	verdicts.filter(({ kind }) => kind === 'accepted').length;

let opened: TestRealm;
let keys: { alice: string; alice2: string; bob: string };

async function prepare(create?: Parameters<typeof aRealm>[0]): Promise<void> {
	opened = await aRealm(create);
	const { users, apiKeys } = opened.realm.administer;
	const generate = async (username: string) =>
		valueOf(await apiKeys.generate({ username, name: 'key' })).key;
	for (const username of ['alice', 'bob']) valueOf(await users.create({ username }));
	keys = {
		alice: await generate('alice'),
		alice2: await generate('alice'),
		bob: await generate('bob'),
	};
}

async function call(
	policy: Policy,
	{ key = keys.alice as string | null, address = '192.0.2.7', node = 'Trigger' } = {},
): Promise<Verdict> {
	const headerFields = key === null ? [] : ([['X-API-Key', key]] as const);
	const trigger = { workflow: 'w', node };
	return await opened.realm.authenticate(aMessage({ headerFields, address }), policy, {
		...A_CALL,
		trigger,
	});
}

describe.each(stores)('a limit with a realm in $engine', ({ create }) => {
	beforeEach(() => prepare(create));
	afterEach(() => opened.close());

	test('NT-77: lets exactly so many calls through at once and refuses the rest', async () => {
		const verdicts = await Promise.all(Array.from({ length: 30 }, () => call(perDay(10))));
		expect(count(verdicts)).toBe(10);
		const refused = verdicts.find(({ kind }) => kind === 'refused');
		expect(refused).toMatchObject({ problem: 'too-many-calls', reason: 'key-limit' });
		expect(Number(refused?.fields['retry-after'])).toBeGreaterThanOrEqual(1);
		expect(refused?.fields['ratelimit']).toMatch(/^"key";r=0;t=\d+$/);
	});

	test('tells a known caller of limits, and an anonymous one only when to come again', async () => {
		expect((await call(perMinute(10))).fields).toMatchObject({
			'ratelimit-policy': '"key";q=10;w=60',
			ratelimit: expect.stringMatching(/^"key";r=9;t=\d+$/) as string,
		});
		const open = { ...perMinute(1, 'address'), allowAnonymous: true };
		const from = { key: null, address: '192.0.2.99' };
		const fields = [(await call(open, from)).fields, (await call(open, from)).fields];
		expect(fields.map(Object.keys)).toEqual([[], ['retry-after']]);
	});

	test.each([
		['key', ['alice2', 'bob']],
		['user', ['bob']],
		['address', []],
		['trigger', []],
	] as const)('per %s does not concern another', async (per, others) => {
		const policy = perMinute(1, per);
		expect((await call(policy)).kind).toBe('accepted');
		const reasons = new Map<string, string>();
		for (const [name, key] of Object.entries(keys)) {
			const verdict = await call(policy, { key });
			reasons.set(name, verdict.kind === 'refused' ? verdict.reason : 'accepted');
		}
		for (const [name, reason] of reasons) {
			expect([name, reason]).toEqual([
				name,
				(others as readonly string[]).includes(name) ? 'accepted' : `${per}-limit`,
			]);
		}
		const elsewhere = await call(policy, { node: 'Other trigger' });
		expect(elsewhere.kind).toBe('accepted');
		const farther = await call(policy, { address: '198.51.100.1' });
		expect(farther.kind).toBe(per === 'address' ? 'accepted' : 'refused');
	});

	test('of a key counts over all triggers, and so does that of a user', async () => {
		const { users, apiKeys } = opened.realm.administer;
		const rateLimit = { calls: 2, seconds: 60, burst: 2 };
		const input = { username: 'bob', name: 'limited', rateLimit };
		const { key } = valueOf(await apiKeys.generate(input));
		const nodes = ['One', 'Two', 'Three'];
		const verdicts = [];
		for (const node of nodes) verdicts.push(await call(A_POLICY, { key, node }));
		expect(verdicts.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'refused']);
		expect(verdicts[2]).toMatchObject({ reason: 'key-limit' });

		valueOf(await users.update('bob', { rateLimit: { ...rateLimit, calls: 1, burst: 1 } }));
		const key2 = keys.bob;
		expect((await call(A_POLICY, { key: key2 })).kind).toBe('accepted');
		expect(await call(A_POLICY, { key: key2 })).toMatchObject({ reason: 'user-limit' });
		valueOf(await users.update('bob', { rateLimit: 'none' }));
		expect((await call(A_POLICY, { key: key2 })).kind).toBe('accepted');
	});

	test('is not taken from by a caller whom a narrower one refuses', async () => {
		const policy = {
			...A_POLICY,
			rateLimits: [
				...(perMinute(1, 'key').rateLimits ?? []),
				...(perMinute(3, 'trigger').rateLimits ?? []),
			],
		};
		for (let calls = 0; calls < 5; calls++) await call(policy);
		const others = [
			await call(policy, { key: keys.alice2 }),
			await call(policy, { key: keys.bob }),
		];
		expect(count(others)).toBe(2);
	});

	test('is not taken from by a call that is refused for something else', async () => {
		const policy = perMinute(1, 'trigger');
		await call({ ...policy, requiredPrivileges: ['Impersonate Users'] });
		expect((await call(policy)).kind).toBe('accepted');
	});

	test('must be one', async () => {
		const { users, apiKeys } = opened.realm.administer;
		for (const limit of [
			{ calls: 0, seconds: 60, burst: 1 },
			{ calls: 1.5, seconds: 60, burst: 1 },
			{ calls: 1, seconds: 0, burst: 1 },
			{ calls: 1, seconds: 60, burst: -1 },
			{ calls: 1, seconds: 1e9, burst: 1 },
		]) {
			const key = { username: 'bob', name: 'k', rateLimit: limit };
			expect((await apiKeys.generate(key)).kind).toBe('refused');
			expect((await users.update('bob', { rateLimit: limit })).kind).toBe('refused');
			const policy = { ...A_POLICY, rateLimits: [{ ...limit, per: 'key' as const }] };
			expect((await opened.realm.checkPolicy(policy)).kind).toBe('refused');
		}
	});
});

describe.each(stores)('an address that shows wrong keys to a realm in $engine', ({ create }) => {
	beforeEach(() => prepare(create));
	afterEach(() => opened.close());

	test('NT-79: is throttled before anything is looked up, others are not; the audit counts it', async () => {
		const wrong = { key: `${keys.alice.slice(0, -7)}0000000` };
		let throttled = 0;
		for (let calls = 0; calls < 10_000; calls++) {
			const verdict = await call(A_POLICY, wrong);
			if (verdict.kind === 'refused' && verdict.reason === 'too-many-failed-attempts') throttled++;
		}
		expect(throttled).toBe(10_000 - FAILED_ATTEMPTS.burst);

		expect(await call(A_POLICY)).toMatchObject({
			problem: 'too-many-calls',
			fields: { 'retry-after': '1' },
		});
		expect((await call(A_POLICY, { address: '192.0.2.8' })).kind).toBe('accepted');
		expect((await call({ ...A_POLICY, allowAnonymous: true }, { key: null })).kind).toBe(
			'accepted',
		);
		opened.clock.time += 1000;
		expect((await call(A_POLICY)).kind).toBe('accepted');

		await opened.realm.close();
		const realm = await opened.again();
		const rows = await realm.audit.query({ reason: 'too-many-failed-attempts' });
		expect(rows.map(({ content }) => content)).toMatchObject([
			{ address: '192.0.2.7', count: throttled + 1, decision: 'refused' },
		]);
	});
});

describePostgres('a limit over two processes', () => {
	beforeEach(() => prepare(postgresStorage));
	afterEach(() => opened.close());

	const inAnotherProcess = (calls: number, policy: Policy) => {
		const child = spawn(process.execPath, [join(__dirname, 'call-at-once.cjs')], {
			env: {
				...process.env,
				STORAGE: JSON.stringify(opened.storage.storage),
				KEY: keys.alice,
				CALLS: String(calls),
				POLICY: JSON.stringify(policy),
			},
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		let text = '';
		const open = new Promise((resolve) => child.stdout.once('data', resolve));
		child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
		const verdicts = new Promise<readonly Verdict[]>((resolve) =>
			child.once('exit', () => {
				resolve(JSON.parse(text.trim().split('\n').at(-1) ?? '[]') as readonly Verdict[]);
			}),
		);
		return { open, go: () => child.stdin.write('go\n'), verdicts };
	};

	test('NT-77: lets exactly as many of 200 calls through as it allows', async () => {
		const policy = perDay(20);
		const processes = [inAnotherProcess(100, policy), inAnotherProcess(100, policy)];
		await Promise.all(processes.map(({ open }) => open));
		for (const { go } of processes) go();
		const verdicts = await Promise.all(processes.map((each) => each.verdicts));
		expect(verdicts.map(({ length }) => length)).toEqual([100, 100]);
		expect(count(verdicts.flat())).toBe(20);
	});

	test('NT-78: does not wait for a clock that was set back longer than a bucket takes to fill', async () => {
		const policy = perMinute(2);
		await call(policy);
		await opened.storage.execute('update rate_bucket set tat = tat + 3600000000');
		const refused = await call(policy);
		expect(refused).toMatchObject({ reason: 'key-limit' });
		expect(Number(refused.fields['retry-after'])).toBeLessThanOrEqual(60);
		await opened.storage.execute('update rate_bucket set tat = tat - 31000000');
		expect((await call(policy)).kind).toBe('accepted');
		expect((await call(policy)).kind).toBe('refused');
	});

	test('is not used up further by the calls that it refuses', async () => {
		const policy = perMinute(2);
		for (let calls = 0; calls < 3; calls++) await call(policy);
		await opened.storage.execute('update rate_bucket set tat = tat - 31000000');
		expect((await call(policy)).kind).toBe('accepted');
	});
});
