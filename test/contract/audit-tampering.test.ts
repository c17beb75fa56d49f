import { copyFile, readFile, writeFile } from 'node:fs/promises';

import type { Realm } from '../../src/realm/realm';
import type { Schema } from '../../src/store/schema';
import { A_CALL, A_POLICY, aMessage, aRealm, NOON, type TestRealm } from '../a-realm';

const TABLES = ['audit_entry', 'audit_chain', 'audit_heads', 'audit_checkpoint'] as const;
const DAY = 86_400_000;

let opened: TestRealm;
let writer: string;

const call = (realm: Realm = opened.realm) =>
	realm.authenticate(aMessage(), { ...A_POLICY, allowAnonymous: true }, A_CALL);

/** Writes entries in a process of their own, which ends: heads name its chain. */
async function aChainOf(length: number): Promise<string> {
	const realm = await opened.again();
	for (let count = 0; count < length; count += 1) await call(realm);
	await realm.close();
	return (await opened.realm.audit.query({}, 1))[0]?.writer ?? '';
}

beforeEach(async () => {
	opened = await aRealm();
	writer = await aChainOf(10);
	opened.clock.time += 1;
});
afterEach(() => opened.close());

const db = () => opened.store.db;
const findings = async () => (await opened.realm.audit.verify()).findings;
const entries = () => db().updateTable('audit_entry').where('writer_id', '=', writer);
const setEntry = (seq: number, values: Partial<Schema['audit_entry']>) =>
	entries().where('seq', '=', seq).set(values).execute();
const entry = (seq: number) =>
	db()
		.selectFrom('audit_entry')
		.selectAll()
		.where('writer_id', '=', writer)
		.where('seq', '=', seq)
		.executeTakeFirstOrThrow();
const removeFrom = (seq: number) =>
	db().deleteFrom('audit_entry').where('writer_id', '=', writer).where('seq', '>=', seq).execute();
const renumber = async (seq: number, by: number) => {
	const far = 1_000_000;
	await entries()
		.where('seq', '>=', seq)
		.set(({ eb }) => ({ seq: eb('seq', '+', far) }))
		.execute();
	await entries()
		.where('seq', '>=', far)
		.set(({ eb }) => ({ seq: eb('seq', '-', far - by) }))
		.execute();
};
const atEntry = (seq: number, wrong: string) => [{ place: 'entry', writer, seq, wrong }];

/** All rows of the audit, as a backup has them. */
async function backup(): Promise<() => Promise<void>> {
	const tables = await Promise.all(
		TABLES.map(async (table) => ({
			table,
			rows: await db().selectFrom(table).selectAll().execute(),
		})),
	);
	return async () => {
		for (const { table, rows } of tables) {
			await db().deleteFrom(table).execute();
			if (rows.length > 0) await db().insertInto(table).values(rows).execute();
		}
	};
}

test('an audit that nobody touched verifies', async () => {
	expect(await opened.realm.audit.verify()).toEqual({
		findings: [],
		entries: 10,
		chains: 1,
		heads: 1,
	});
});

describe('NT-84: verify names', () => {
	test('an entry that was edited', async () => {
		const { text } = await entry(4);
		await setEntry(4, { text: text.replace('"accepted"', '"refused"') });
		expect(await findings()).toEqual(atEntry(4, 'changed'));
	});

	test.each<[string, Partial<Schema['audit_entry']>]>([
		['time', { time: NOON - 5 }],
		['user', { user_name: 'mallory' }],
		['credential', { credential_id: 'another' }],
		['decision', { decision: 'refused' }],
		['reason', { reason: 'unknown-key' }],
		['kind', { kind: 'administration' }],
	])('an entry whose searched %s was edited', async (_what, values) => {
		await setEntry(4, values);
		expect(await findings()).toEqual(atEntry(4, 'changed'));
	});

	test('an entry that was removed', async () => {
		await db().deleteFrom('audit_entry').where('seq', '=', 4).execute();
		expect(await findings()).toEqual(atEntry(4, 'removed'));
	});

	test('an entry that was removed and its gap closed', async () => {
		await db().deleteFrom('audit_entry').where('seq', '=', 4).execute();
		await renumber(5, -1);
		expect(await findings()).toEqual(atEntry(4, 'removed'));
	});

	test('an entry that was inserted', async () => {
		const copy = await entry(2);
		await renumber(4, 1);
		await db()
			.insertInto('audit_entry')
			.values({ ...copy, seq: 4 })
			.execute();
		expect(await findings()).toEqual(atEntry(4, 'inserted'));
	});

	test('an entry that was added at the end', async () => {
		await db()
			.insertInto('audit_entry')
			.values({ ...(await entry(2)), seq: 11 })
			.execute();
		expect(await findings()).toEqual(atEntry(11, 'inserted'));
	});

	test('a chain that somebody made up', async () => {
		await db()
			.insertInto('audit_entry')
			.values({ ...(await entry(1)), writer_id: 'x' })
			.execute();
		expect(await findings()).toEqual([{ place: 'entry', writer: 'x', seq: 1, wrong: 'inserted' }]);
	});

	test('entries that were reordered', async () => {
		const [three, seven] = [await entry(3), await entry(7)];
		await setEntry(3, { text: seven.text, hash: seven.hash });
		await setEntry(7, { text: three.text, hash: three.hash });
		expect(await findings()).toEqual(atEntry(3, 'reordered'));
	});

	test('an end that was cut off', async () => {
		await removeFrom(8);
		expect(await findings()).toEqual(atEntry(8, 'cut'));
	});

	test('an end that was cut off with all that the database says of it, by the anchor', async () => {
		const last = await entry(7);
		await removeFrom(8);
		await db()
			.updateTable('audit_chain')
			.set({ seq: 7, hash: last.hash, headed_seq: 7 })
			.where('writer_id', '=', writer)
			.execute();
		await db().deleteFrom('audit_heads').execute();
		expect(await findings()).toEqual([
			{ place: 'anchor', writer: undefined, seq: 1, wrong: 'cut' },
			...atEntry(8, 'cut'),
		]);
	});

	test('a chain that was removed as a whole', async () => {
		await db().deleteFrom('audit_entry').execute();
		await db().deleteFrom('audit_chain').execute();
		expect(await findings()).toEqual(atEntry(1, 'cut'));
	});

	test('a backup that was put back, by the anchor, also after calls have gone on', async () => {
		const restore = await backup();
		const lost = await aChainOf(3);
		await restore();
		const expected = [
			{ place: 'anchor', writer: undefined, seq: 2, wrong: 'cut' },
			{ place: 'entry', writer: lost, seq: 1, wrong: 'cut' },
		];
		expect(await findings()).toEqual(expected);
		await aChainOf(2);
		expect(await findings()).toEqual(expected);
	});

	test('a backup of a chain that goes on meanwhile', async () => {
		await call();
		const restore = await backup();
		await call();
		await call();
		await restore();
		await call();
		expect(await findings()).toMatchObject([{ place: 'entry', seq: 2, wrong: 'removed' }]);
	});

	test('heads that were edited or removed', async () => {
		await aChainOf(1);
		await aChainOf(1);
		const { text } = await db()
			.selectFrom('audit_heads')
			.selectAll()
			.where('number', '=', 2)
			.executeTakeFirstOrThrow();
		const edited = text.replace('"seq":1', '"seq":2');
		const heads = db().updateTable('audit_heads').where('number', '=', 2);
		await heads.set({ text: edited }).execute();
		const wrong = (kind: string) => [{ place: 'heads', writer: undefined, seq: 2, wrong: kind }];
		expect(await findings()).toEqual(wrong('changed'));
		await db().deleteFrom('audit_heads').where('number', '=', 2).execute();
		expect(await findings()).toEqual(wrong('removed'));
	});

	test('a line of the anchor file that was edited, and passes over another realm', async () => {
		const line = await readFile(opened.anchorFile, 'utf8');
		const other = line.replaceAll(opened.realm.id, '00000000-0000-4000-8000-000000000000');
		await writeFile(opened.anchorFile, `${other}${line}`);
		expect(await findings()).toEqual([]);
		await writeFile(opened.anchorFile, `${line}${line.replace('seq\\":10', 'seq\\":11')}`);
		expect(await findings()).toEqual([
			{ place: 'anchor', writer: undefined, seq: 2, wrong: 'changed' },
		]);
		await writeFile(opened.anchorFile, other);
		expect(await findings()).toEqual([
			{ place: 'anchor', writer: undefined, seq: 1, wrong: 'removed' },
		]);
	});

	test('nothing where an older copy of the anchor file is held against it', async () => {
		const copy = `${opened.anchorFile}.copy`;
		await copyFile(opened.anchorFile, copy);
		await aChainOf(2);
		expect((await opened.realm.audit.verify({ anchorFile: copy })).findings).toEqual([]);
	});
});

describe('retention', () => {
	const later = () => opened.clock.time + 1;

	test('deletes the old end, leaves a checkpoint that verifies, and is in the audit', async () => {
		opened.clock.time += DAY;
		const young = await aChainOf(4);
		const pruned = await opened.realm.audit.prune(opened.clock.time);
		expect(pruned).toEqual({ deleted: 10, finding: undefined });
		expect(await opened.realm.audit.verify()).toMatchObject({
			findings: [],
			entries: 5,
			chains: 3,
		});
		const left = await opened.realm.audit.query({});
		expect(left.filter((found) => found.writer === young)).toHaveLength(4);
		expect(left.map(({ content }) => content['operation'])).toContain('auditLog.prune');
	});

	test('goes on from its checkpoint, also while the chain grows', async () => {
		await call();
		await opened.realm.audit.prune(later());
		await call();
		opened.clock.time += 10;
		await opened.realm.audit.prune(opened.clock.time);
		await call();
		const verified = await opened.realm.audit.verify();
		expect(verified.findings).toEqual([]);
		expect(verified.entries).toBe(2);
	});

	test('keeps what was tampered with, and says so', async () => {
		await setEntry(6, { user_name: 'mallory' });
		const pruned = await opened.realm.audit.prune(later());
		expect(pruned.finding).toEqual(atEntry(6, 'changed')[0]);
		expect(await findings()).toEqual(atEntry(6, 'changed'));
	});

	test('does not delete an entry whose time was put back', async () => {
		await entries()
			.set({ time: NOON - DAY })
			.execute();
		expect(await opened.realm.audit.prune(NOON)).toEqual({
			deleted: 0,
			finding: atEntry(1, 'changed')[0],
		});
		expect(await findings()).toEqual(atEntry(1, 'changed'));
	});

	test('cannot be feigned: entries that are gone without it are missing', async () => {
		await db().deleteFrom('audit_entry').where('seq', '<=', 5).execute();
		expect(await findings()).toEqual(atEntry(1, 'removed'));
		const { hash } = await entry(6);
		const forged = { realm_id: opened.realm.id, writer_id: writer, key_version: 1, mac: hash };
		await db()
			.insertInto('audit_checkpoint')
			.values({ ...forged, seq: 5, hash })
			.execute();
		expect(await findings()).toEqual([{ place: 'checkpoint', writer, seq: 5, wrong: 'changed' }]);
	});

	test('shows a cut end still', async () => {
		await removeFrom(8);
		await opened.realm.audit.prune(later());
		expect(await findings()).toMatchObject([{ place: 'entry', writer, seq: 8, wrong: 'cut' }]);
	});
});
