import { sql } from 'kysely';

import { type AuditFilter, auditPage, type PageRequest } from '../../src/store/audit-page';
import { aRealm, NOON, type TestRealm } from '../a-realm';
import { stores } from '../stores';

const ENTRIES = 20_000;
const REALM = 'big';
/** Entries of 200 users with a key each, and as many again that name nobody. */
const FILLED = `
	insert into realm (id, name, environment, created_at, access_revision)
		values ('${REALM}', '${REALM}', 'live', 0, 0);
	with recursive number (n) as (select 1 union all select n + 1 from number where n < ${String(ENTRIES)})
	insert into audit_entry
		select '${REALM}', 'writer', n, ${String(NOON)} + n / 10, 'decision',
			case when n % 2 = 0 then 'user ' || (n % 400) end,
			case when n % 2 = 0 then 'key ' || (n % 400) end,
			'accepted', null, '{}', 'hash'
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
		['credential', { credentialId: 'key 38' }],
		['user', { user: 'user 38', from: NOON, to: NOON + 900, decision: 'accepted' }],
		['credential', { credentialId: 'nobody', kind: 'decision' }],
		['user', { user: 'nobody' }],
	])('for a %s reads what its index finds, and no more: %j', async (what, filter) => {
		const after = { time: NOON + 1500, writer: 'writer', seq: 15_000 };
		for (const request of [{}, { order: 'oldest-first' as const }, { after }]) {
			const plan = await planOf(filter, request);
			expect(plan).toContain(`audit_entry_${what}`);
			expect(plan).not.toMatch(/seq scan|b-tree for order by/i);
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
			expect(await places({ credentialId: 'key 38' }, request)).toEqual(expected);
		}
		expect(await places({ user: 'user 38', from: NOON + 2001 }, {})).toEqual([]);
	});
});
