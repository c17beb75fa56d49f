import { expressionBuilder } from 'kysely';

import { changed } from './access-change';
import { insertWrap } from './realms';
import type { RealmKeyRow, Schema } from './schema';
import type { Store } from './store';

/** A wrap of the newest realm key: which version it is of, and what tells it from the other one. */
export type WrapName = Pick<RealmKeyRow, 'realm_id' | 'version' | 'nonce'>;

/** Changes of one realm's key follow one another, also where the database would let them overlap. */
export function oneAfterTheOther({ db }: Store, realmId: string) {
	return db
		.updateTable('realm')
		.set(({ ref }) => ({ name: ref('name') }))
		.where('id', '=', realmId);
}

/** How many wraps the realm has that are of this version or a newer one. */
function wrapsSince({ realm_id, version }: Pick<WrapName, 'realm_id' | 'version'>) {
	return expressionBuilder<Schema>()
		.selectFrom('realm_key')
		.select(({ fn }) => fn.countAll<number>().as('count'))
		.where('realm_id', '=', realm_id)
		.where('version', '>=', version);
}

/** Adds the second wrap of the newest realm key; `taken` where there are two, or a newer key. */
export async function addSecondWrap(store: Store, wrap: RealmKeyRow): Promise<'added' | 'taken'> {
	const results = await store.transaction([
		oneAfterTheOther(store, wrap.realm_id),
		insertWrap(store, wrap, expressionBuilder<Schema>()(wrapsSince(wrap), '=', 1)),
	]);
	return changed(results, 1) ? 'added' : 'taken';
}

/** Removes the other wrap of a realm key, as long as the one to keep is there. */
export async function keepOnly(
	store: Store,
	{ realm_id: realmId, version, nonce }: WrapName,
): Promise<'removed' | 'nothing'> {
	const ofVersion = expressionBuilder<Schema>()
		.selectFrom('realm_key as kept')
		.select('kept.nonce')
		.where('kept.realm_id', '=', realmId)
		.where('kept.version', '=', version);
	const results = await store.transaction([
		oneAfterTheOther(store, realmId),
		store.db
			.deleteFrom('realm_key')
			.where('realm_id', '=', realmId)
			.where('version', '=', version)
			.where('nonce', '<>', nonce)
			.where(({ exists }) => exists(ofVersion.where('kept.nonce', '=', nonce))),
	]);
	return changed(results, 1) ? 'removed' : 'nothing';
}
