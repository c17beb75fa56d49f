import { type Expression, sql, type SqlBool } from 'kysely';

import { addBuiltIns } from './built-ins';
import type { RealmKeyRow, RealmRow } from './schema';
import type { Store } from './store';

export interface StoredRealm {
	readonly realm: RealmRow;
	/** Its realm keys as they are wrapped. */
	readonly keys: readonly RealmKeyRow[];
}

/** Finds a realm by name with its realm keys. */
export async function findRealm({ db }: Store, name: string): Promise<StoredRealm | undefined> {
	const realm = await db
		.selectFrom('realm')
		.selectAll()
		.where('name', '=', name)
		.executeTakeFirst();
	if (realm === undefined) return undefined;
	return { realm, keys: await realmKeysOf({ db }, realm.id) };
}

/** All realm keys as they are wrapped. */
export async function realmKeysOf(
	{ db }: Pick<Store, 'db'>,
	realmId: string,
): Promise<readonly RealmKeyRow[]> {
	return await db.selectFrom('realm_key').selectAll().where('realm_id', '=', realmId).execute();
}

/** A statement that adds a wrap under a condition on the realm that it belongs to. */
export function insertWrap(
	{ db }: Pick<Store, 'db'>,
	wrap: RealmKeyRow,
	where: Expression<SqlBool>,
) {
	const columns = Object.keys(wrap) as (keyof RealmKeyRow)[];
	return db
		.insertInto('realm_key')
		.columns(columns)
		.expression(({ selectFrom, val }) =>
			selectFrom('realm')
				.select(columns.map((column) => val(wrap[column]).as(column)))
				.where('id', '=', wrap.realm_id)
				.where(where),
		);
}

/** Adds a realm with its key and what every realm has at once; of several that race for one name exactly one is added. */
export async function addRealm(
	store: Store,
	{ realm, key }: { readonly realm: RealmRow; readonly key: RealmKeyRow },
): Promise<'added' | 'taken'> {
	const insertRealm = store.db
		.insertInto('realm')
		.values(realm)
		.onConflict((conflict) => conflict.column('name').doNothing());
	const [result] = await store.transaction([
		insertRealm,
		insertWrap(store, key, sql<SqlBool>`true`),
		...addBuiltIns(store, realm.id, realm.created_at),
	]);
	return result?.changes === 1 ? 'added' : 'taken';
}
