import { sql } from 'kysely';

import { auditEntriesOf } from '../../src/store/audit-entries';
import {
	type AuditFilter,
	auditPage,
	LOOKED_AT_ONCE,
	type PageRequest,
	type Place,
} from '../../src/store/audit-page';
import { aRealm, NOON, type TestRealm } from '../a-realm';
import { stores } from '../stores';

const ENTRIES = 20_000;
const REALM = 'big';
const keyOf = (user: number): string => `f0000000-0000-4000-8000-${String(10 ** 11 + user)}`;
const KEY = (user: string): string => `'f0000000-0000-4000-8000-' || (100000000000 + ${user})`;
/**
 * Entries of 200 users with a key each, and as many again that name nobody: before each user what a
 * token of the key did, and behind it what a token endpoint decided of the key. Those of users name
 * their key twice.
 */
const FILLED = `
	insert into realm (id, name, environment, created_at, access_revision)
		values ('${REALM}', '${REALM}', 'live', 0, 0);
	with recursive number (n) as (select 1 union all select n + 1 from number where n < ${String(ENTRIES)})
	insert into audit_entry
		select '${REALM}', 'writer', n, ${String(NOON)} + n / 10,
			case when n % 4 = 3 then 'authorization' else 'decision' end,
			case when n % 2 = 0 then 'user ' || (n % 400) end,
			case when n % 2 = 0 then ${KEY('n % 400')} end,
			'accepted', null,
			case n % 4
				when 1 then '{"actor":"apiKey:' || ${KEY('n % 400 + 1')} || '","kind":"decision"}'
				when 3 then '{"address":"192.0.2.7","key":"' || ${KEY('n % 400 - 1')} || '","node":"n"}'
				else '{"actor":"apiKey:' || ${KEY('n % 400')} || '","kind":"decision"}'
			end,
			'hash'
		from number`;

describe.each(stores)('a search in a long audit in $engine', ({ engine, create }) => {
	let opened: TestRealm;
	beforeAll(async () => {
		opened = await aRealm(create);
		await opened.storage.execute(FILLED);
		// As autovacuum does. Nothing does so in SQLite.
		if (engine === 'postgres') await opened.storage.execute('analyze audit_entry');
	});
	afterAll(() => opened.close());

	const page = (filter: AuditFilter, request: Partial<PageRequest> = {}) =>
		auditPage(opened.store.db, REALM, filter, { order: 'newest-first', limit: 100, ...request });
	/** How the engine would do it. */
	const planOf = async (filter: AuditFilter, request: Partial<PageRequest> = {}) => {
		const query = page(filter, request);
		const plan = await (engine === 'sqlite'
			? query.explain(undefined, sql`query plan`)
			: query.explain());
		return plan.map((row) => JSON.stringify(row)).join('\n');
	};

	test.each<[string, AuditFilter]>([
		['user', { user: 'user 38' }],
		['credential', { credentialId: keyOf(38) }],
		['user', { user: 'user 38', from: NOON, to: NOON + 900, decision: 'accepted' }],
		['credential', { credentialId: 'nobody', kind: 'decision' }],
		['user', { user: 'nobody' }],
	])('for a %s reads what its index finds, and no more: %j', async (what, filter) => {
		const after = { time: NOON + 1500, writer: 'writer', seq: 15_000 };
		for (const request of [{}, { order: 'oldest-first' as const }, { after }]) {
			const plan = await planOf(filter, request);
			expect(plan).toContain(`audit_entry_${what}`);
			if (filter.credentialId !== undefined) expect(plan).toContain('audit_entry_source');
			expect(plan).not.toMatch(/seq scan|scan audit_entry|b-tree for order by/i);
		}
	});

	test('for a user brings the same pages as for everybody, without the others', async () => {
		const places = async (filter: AuditFilter, request: Partial<PageRequest>) =>
			(await page(filter, { limit: ENTRIES, ...request }).execute()).map((row) => Number(row.seq));
		const ofUser = (seqs: readonly number[]) => seqs.filter((seq) => seq % 400 === 38);
		const after = { time: NOON + 1000, writer: 'writer', seq: 10_038 };
		for (const request of [{}, { order: 'oldest-first' as const }, { after }]) {
			const expected = ofUser(await places({}, request));
			expect(expected.length).toBeGreaterThan(20);
			expect(await places({ user: 'user 38' }, request)).toEqual(expected);
		}
		expect(await places({ user: 'user 38', from: NOON + 2001 }, {})).toEqual([]);
	});

	test('for what no index knows looks at few entries at once, and finds all of them', async () => {
		const entries = auditEntriesOf(opened.store, REALM);
		const rare = "writer_id = 'writer' and seq in (1, 5000, 5001, 19999)";
		await opened.storage.execute(`update audit_entry set reason = 'rare' where ${rare}`);
		for (const order of ['newest-first', 'oldest-first'] as const) {
			const found: number[] = [];
			let pages = 0;
			let after: Place | undefined;
			do {
				const { page: some, next } = await entries.page(
					{ reason: 'rare' },
					{ ...{ order, after }, limit: 2 },
				);
				found.push(...some.map(({ seq }) => seq));
				after = next;
				pages += 1;
			} while (after !== undefined);
			const seqs = [1, 5000, 5001, 19_999];
			expect(found).toEqual(order === 'newest-first' ? seqs.toReversed() : seqs);
			expect(pages).toBeGreaterThanOrEqual(ENTRIES / LOOKED_AT_ONCE);
		}
		const ofUser = { user: 'user 38', decision: 'refused' };
		expect(await entries.page(ofUser, { order: 'newest-first', limit: 2 })).toEqual({
			page: [],
			next: undefined,
		});
	});

	test('IN-17: for a credential brings what its tokens did too, page by page in the order of all', async () => {
		const filter = { credentialId: keyOf(38) };
		const all = await page({}, { limit: ENTRIES }).execute();
		const expected = all.filter(({ seq }) => [37, 38, 39].includes(Number(seq) % 400));
		expect(expected).toHaveLength(150);
		for (const order of ['newest-first', 'oldest-first'] as const) {
			const found: typeof all = [];
			for (let count = 7; count === 7;) {
				const last = found.at(-1);
				const after = last && {
					time: Number(last.time),
					writer: last.writer_id,
					seq: Number(last.seq),
				};
				const next = await page(filter, { order, limit: 7, after }).execute();
				found.push(...next);
				count = next.length;
			}
			expect(found).toEqual(order === 'newest-first' ? expected : expected.toReversed());
		}
		const narrower = await page({ ...filter, user: 'user 38' }, { limit: ENTRIES }).execute();
		expect(narrower).toEqual(expected.filter(({ seq }) => Number(seq) % 400 === 38));
		const ofTokens = await page({ ...filter, kind: 'authorization', from: NOON + 1000 }).execute();
		expect(ofTokens.map(({ seq }) => Number(seq) % 400)).toEqual(
			Array.from({ length: 25 }, () => 39),
		);
	});
});
