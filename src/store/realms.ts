import { addBuiltIns } from './built-ins';
import type { RealmKeyRow, RealmRow } from './schema';
import type { Store } from './store';

export interface StoredRealm {
	readonly realm: RealmRow;
	readonly key: RealmKeyRow;
}

/** Finds a realm by name with its newest realm key, as wrapped. */
export async function findRealm({ db }: Store, name: string): Promise<StoredRealm | undefined> {
	const realm = await db
		.selectFrom('realm')
		.selectAll()
		.where('name', '=', name)
		.executeTakeFirst();
	if (realm === undefined) return undefined;
	const key = await db
		.selectFrom('realm_key')
		.selectAll()
		.where('realm_id', '=', realm.id)
		.orderBy('version', 'desc')
		.executeTakeFirstOrThrow();
	return { realm, key };
}

/** Adds a realm with its key and what every realm has at once; of several that race for one name exactly one is added. */
export async function addRealm(
	store: Store,
	{ realm, key }: StoredRealm,
): Promise<'added' | 'taken'> {
	const insertRealm = store.db
		.insertInto('realm')
		.values(realm)
		.onConflict((conflict) => conflict.column('name').doNothing());
	const columns = Object.keys(key) as (keyof RealmKeyRow)[];
	const insertKey = store.db
		.insertInto('realm_key')
		.columns(columns)
		.expression(({ selectFrom, val }) =>
			selectFrom('realm')
				.select(columns.map((column) => val(key[column]).as(column)))
				.where('id', '=', realm.id),
		);
	const [result] = await store.transaction([
		insertRealm,
		insertKey,
		...addBuiltIns(store, realm.id, realm.created_at),
	]);
	return result?.changes === 1 ? 'added' : 'taken';
}
