import { sql } from 'kysely';

import { openStore } from '../../src/realm/open-realm';
import { systemClock } from '../../src/realm/system-clock';
import type { Store } from '../../src/store/store';
import { type User, usersOf } from '../../src/store/users';
import { postgresStorage } from '../postgres-schemas';
import { describePostgres, stores, type TestStorage } from '../stores';

const REALM = {
	id: 'realm',
	name: 'default',
	environment: 'live',
	created_at: 1,
	access_revision: 0,
	issuer: null,
} as const;
const LATEST = 8_640_000_000_000_000;

const aUser = (parts: Partial<User>): User => ({
	id: parts.name ?? 'id',
	name: 'alice',
	displayName: 'Alice',
	personId: undefined,
	enabled: true,
	rateLimit: undefined,
	createdAt: 1,
	updatedAt: 1,
	...parts,
});

describe.each(stores)('a store in $engine', ({ create }) => {
	let storage: TestStorage;
	let store: Store;
	beforeEach(async () => {
		storage = await create();
		store = await openStore(storage.storage, systemClock);
		await store.db.insertInto('realm').values(REALM).execute();
	});
	afterEach(async () => {
		await store.close();
		await storage.remove();
	});
	const users = () => usersOf(store, REALM.id);

	test('of fifty additions of one name at once keeps one', async () => {
		const attempts = Array.from({ length: 50 }, (_, number) =>
			users().add(aUser({ id: String(number) }), []),
		);
		const outcomes = await Promise.all(attempts);
		expect(outcomes.filter((outcome) => outcome === 'added')).toHaveLength(1);
		expect(await users().count()).toBe(1);
	});

	test('does all statements of a transaction, in order, and says what each did', async () => {
		const { db } = store;
		const results = await store.transaction([
			db.insertInto('realm').values({ ...REALM, id: 'two', name: 'two' }),
			db.updateTable('realm').set({ created_at: LATEST }).returning(['id', 'created_at']),
			db.deleteFrom('realm').where('id', '=', 'nobody'),
		]);
		expect(results.map(({ changes }) => changes)).toEqual([1, 2, 0]);
		expect(results[1]?.rows).toContainEqual({ id: 'two', created_at: LATEST });
	});

	test('does none of the statements when one fails, and goes on', async () => {
		const { db } = store;
		const failing = store.transaction([
			db.insertInto('realm').values({ ...REALM, id: 'two', name: 'two' }),
			db.insertInto('realm').values({ ...REALM, id: 'three' }),
		]);
		await expect(failing).rejects.toMatchObject({ code: 'store-unavailable' });
		const names = await db.selectFrom('realm').select('name').execute();
		expect(names).toEqual([{ name: 'default' }]);
	});

	test.each([
		"o'brien",
		'"quoted" \\ back\\slash',
		"'); drop table realm_user; --",
		'日本語 🙂 \u0301',
		'\ufffd\uffff\u200b\u202e',
		'$1 ? :name @name',
		'x'.repeat(1_000_000),
	])('gives back the text %.20j as it was', async (text) => {
		await users().add(aUser({ name: 'alice', displayName: text }), []);
		expect(await users().find('alice')).toEqual(aUser({ name: 'alice', displayName: text }));
	});

	test.each([
		['a NUL', 'a\0b'],
		['half of a character', 'a\ud800b'],
	])('refuses %s, wherever it stands, and goes on', async (_what, text) => {
		const refused = { code: 'unstorable-text' };
		const addition = users().add(aUser({ displayName: text }), []);
		await expect(addition).rejects.toMatchObject(refused);
		expect(await users().find(text)).toBeUndefined();
		const { db } = store;
		const reading = db.selectFrom('realm').selectAll().where('name', '=', text);
		await expect(reading.execute()).rejects.toMatchObject(refused);
		const row = { ...REALM, id: 'two', name: text };
		const writing = store.transaction([db.deleteFrom('realm'), db.insertInto('realm').values(row)]);
		await expect(writing).rejects.toMatchObject(refused);
		expect(await db.selectFrom('realm').selectAll().execute()).toEqual([REALM]);
	});

	test('lists names in the order of their bytes', async () => {
		for (const name of ['b', 'ä', 'a-b', 'ab', 'z', 'a b', '~'])
			await users().add(aUser({ name }), []);
		const names = (await users().list()).map(({ name }) => name);
		expect(names).toEqual(['a b', 'a-b', 'ab', 'b', 'z', '~', 'ä']);
	});

	test('gives times and counts as numbers', async () => {
		await users().add(aUser({ createdAt: LATEST, updatedAt: 0 }), []);
		expect(await users().find('alice')).toMatchObject({ createdAt: LATEST, updatedAt: 0 });
		const { rows } = await sql<{ n: unknown }>`select count(*) as n from realm`.execute(store.db);
		expect(rows).toEqual([{ n: 1 }]);
	});
});

describePostgres('the tables in postgres', () => {
	test('keep texts in the order of their bytes, whatever the order of the database', async () => {
		const { storage, remove } = await postgresStorage();
		const store = await openStore(storage, systemClock);
		const { rows } = await sql<{ table_name: string; collation_name: string | null }>`
			select table_name, collation_name from information_schema.columns
			where table_schema = current_schema() and data_type = 'text'`.execute(store.db);
		await store.close();
		await remove();
		expect(rows.length).toBeGreaterThan(20);
		expect(rows.filter(({ collation_name }) => collation_name !== 'C')).toEqual([]);
	});
});
