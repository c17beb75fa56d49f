import { type Compilable, type Expression, expressionBuilder, type SqlBool } from 'kysely';

import type { Instant } from './clock';
import type { Schema } from './schema';
import type { Store } from './store';

/** A value sealed for the realm, which is taken once. */
export interface RealmEnvelope {
	readonly id: string;
	readonly expiresAt: Instant;
}

export function isUnused(realmId: string, { id }: RealmEnvelope): Expression<SqlBool> {
	const eb = expressionBuilder<Schema>();
	const used = eb
		.selectFrom('used_realm_envelope')
		.select('envelope_id')
		.where('realm_id', '=', realmId)
		.where('envelope_id', '=', id);
	return eb.not(eb.exists(used));
}

export async function wasUsed(
	{ db }: Pick<Store, 'db'>,
	realmId: string,
	{ id }: RealmEnvelope,
): Promise<boolean> {
	const query = db
		.selectFrom('used_realm_envelope')
		.select('envelope_id')
		.where('realm_id', '=', realmId)
		.where('envelope_id', '=', id);
	return (await query.executeTakeFirst()) !== undefined;
}

/** Notes an envelope as used where its value was kept, and forgets those that have expired. */
export function takeEnvelope(
	{ db }: Pick<Store, 'db'>,
	realmId: string,
	{ id, expiresAt }: RealmEnvelope,
	wasKept: Expression<SqlBool>,
	now: Instant,
): readonly Compilable[] {
	return [
		db
			.insertInto('used_realm_envelope')
			.columns(['realm_id', 'envelope_id', 'expires_at'])
			.expression(({ selectFrom, val }) =>
				selectFrom('realm')
					.select([
						'realm.id as realm_id',
						val(id).as('envelope_id'),
						val(expiresAt).as('expires_at'),
					])
					.where('realm.id', '=', realmId)
					.where(wasKept),
			),
		db
			.deleteFrom('used_realm_envelope')
			.where('realm_id', '=', realmId)
			.where('expires_at', '<=', now),
	];
}
