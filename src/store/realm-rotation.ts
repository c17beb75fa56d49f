import { expressionBuilder } from 'kysely';

import { changed } from './access-change';
import { oneAfterTheOther } from './realm-wraps';
import { insertWrap } from './realms';
import type { RealmKeyRow, Schema } from './schema';
import type { Store } from './store';

/** What a rotation leaves of the realm keys. */
export interface KeyRotation {
	/** The wrap of the key so far: the only one, which gives way. */
	readonly before: RealmKeyRow;
	/** The new key, wrapped by what opened the one so far. */
	readonly next: RealmKeyRow;
	/** The key so far and all before it, wrapped under the new one. */
	readonly older: readonly RealmKeyRow[];
}

const rowsOf = ({ realm_id }: RealmKeyRow) =>
	expressionBuilder<Schema>().selectFrom('realm_key').where('realm_id', '=', realm_id);

/** Puts a new realm key in place, at once; `taken` where the keys are not as they were read. */
export async function addNextKey(
	store: Store,
	{ before, next, older }: KeyRotation,
): Promise<'added' | 'taken'> {
	const { db } = store;
	const eb = expressionBuilder<Schema>();
	const isAlone = eb.and([
		eb(
			rowsOf(before)
				.select(({ fn }) => fn.countAll<number>().as('count'))
				.where('version', '>=', before.version),
			'=',
			1,
		),
		eb.exists(rowsOf(before).select('nonce').where('nonce', '=', before.nonce)),
	]);
	const isNext = eb.exists(rowsOf(next).select('nonce').where('nonce', '=', next.nonce));
	const results = await store.transaction([
		oneAfterTheOther(store, before.realm_id),
		insertWrap(store, next, isAlone),
		db
			.deleteFrom('realm_key')
			.where('realm_id', '=', before.realm_id)
			.where('version', '<', next.version)
			.where(isNext),
		...older.map((row) => insertWrap(store, row, isNext)),
	]);
	return changed(results, 1) ? 'added' : 'taken';
}

/** Whether a chain of the audit is keyed with this version. */
export async function isNamedByChain(
	{ db }: Store,
	realmId: string,
	version: number,
): Promise<boolean> {
	const found = await db
		.selectFrom('audit_chain')
		.select('writer_id')
		.where('realm_id', '=', realmId)
		.where('key_version', '=', version)
		.executeTakeFirst();
	return found !== undefined;
}
