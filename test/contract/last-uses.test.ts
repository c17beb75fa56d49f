import { randomUUID } from 'node:crypto';

import { credentialsOf, type LastUse } from '../../src/store/credentials';
import type { Store } from '../../src/store/store';
import { aRealm, NOON, type TestRealm, valueOf } from '../a-realm';
import { stores } from '../stores';

const MOST_AT_ONCE = 200;

describe.each(stores)('the latest uses of many credentials in $engine', ({ create }) => {
	let opened: TestRealm;
	/** The ids that each transaction wrote, in its order. */
	let written: string[][];
	let store: Store;
	let ids: readonly string[];
	beforeEach(async () => {
		opened = await aRealm(create);
		written = [];
		store = {
			...opened.store,
			async transaction(statements) {
				written.push(statements.map((each) => String(each.compile().parameters[3])));
				return await opened.store.transaction(statements);
			},
		};
		const { users, apiKeys } = opened.realm.administer;
		valueOf(await users.create({ username: 'alice' }));
		await apiKeys.generate({ username: 'alice', name: 'k' });
		const { db } = opened.store;
		const row = await db.selectFrom('credential').selectAll().executeTakeFirstOrThrow();
		ids = Array.from({ length: 2 * MOST_AT_ONCE + 1 }, () => randomUUID());
		await db
			.insertInto('credential')
			.values(ids.map((id) => ({ ...row, id })))
			.execute();
	});
	afterEach(() => opened.close());

	const used = async (): Promise<readonly (string | null)[]> => {
		const rows = opened.store.db
			.selectFrom('credential')
			.select('last_used_address')
			.where('last_used_at', '=', NOON)
			.where('id', 'in', ids);
		return (await rows.execute()).map(({ last_used_address: address }) => address);
	};
	const address = '192.0.2.7';
	const usesOf = (some: readonly string[]): ReadonlyMap<string, LastUse> =>
		new Map(some.map((id) => [id, { at: NOON, address }]));

	test('are saved in parts, and each process takes them in the same order', async () => {
		const { saveLastUses } = credentialsOf(store, opened.realm.id, 'apiKey');
		await saveLastUses(usesOf(ids));
		expect(written.map((part) => part.length)).toEqual([MOST_AT_ONCE, MOST_AT_ONCE, 1]);
		expect(written.flat()).toEqual([...ids].sort());
		expect(await used()).toEqual(ids.map(() => address));
		await saveLastUses(usesOf(ids.toReversed()));
		expect(written.slice(3)).toEqual(written.slice(0, 3));
	});

	test('stay saved where those after them cannot be', async () => {
		const { saveLastUses } = credentialsOf(store, opened.realm.id, 'apiKey');
		const last = [...ids].sort().at(-1) ?? '';
		// What no store takes.
		const uses = new Map([...usesOf(ids), [last, { at: NOON, address: '\0' }]]);
		await expect(saveLastUses(uses)).rejects.toThrow('NUL');
		expect(await used()).toHaveLength(2 * MOST_AT_ONCE);
	});
});
