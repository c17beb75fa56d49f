import type { WrappedKey } from '../crypto/wrapped-key';
import { changed } from './access-change';
import { canonicalName } from './canonical-name';
import type { Instant } from './clock';
import { type DatasourceWrite, statementsOf } from './datasource-writes';
import type { DatasourceRow } from './schema';
import type { Store } from './store';

/** A datasource as it is kept. Nothing in it is proven before its state is opened. */
export interface StoredDatasource {
	readonly id: string;
	/** Unique within the realm, compared in canonical form. */
	readonly name: string;
	readonly allowedDomains: string;
	readonly createdAt: Instant;
	/** Version of the realm key that wraps the datasource's key. */
	readonly keyVersion: number;
	readonly wrapped: WrappedKey;
	readonly state: string;
	readonly stateMac: string;
}

/** The key of a datasource as a datasource key wraps it. */
export interface StoredAccess {
	readonly publicId: string;
	readonly datasourceId: string;
	readonly wrapped: WrappedKey;
}

/** From the state that was read to the next; it fails where somebody else was quicker. */
export interface StateChange {
	readonly datasourceId: string;
	readonly fromMac: string;
	readonly state: string;
	readonly stateMac: string;
	/** Its name from now on, where that is another. */
	readonly name?: string;
}

/** A sealed value that a change takes in. */
export interface UsedEnvelope {
	readonly id: string;
	readonly expiresAt: Instant;
}

/** The datasources of one realm. */
export interface Datasources {
	find(name: string): Promise<StoredDatasource | undefined>;
	/** Finds those too that were deleted. */
	findById(id: string): Promise<StoredDatasource | undefined>;
	/** In order of name. */
	list(limit?: number): Promise<readonly StoredDatasource[]>;
	add(datasource: StoredDatasource, access: StoredAccess): Promise<'added' | 'taken'>;
	findAccess(publicId: string): Promise<StoredAccess | undefined>;
	/**
	 * Changes state and rows together, or nothing: `stale` where the state is another by now,
	 * `replayed` where the envelope was taken in before. Envelopes that had expired at `now` are
	 * forgotten.
	 */
	change(
		change: StateChange,
		write: DatasourceWrite,
		now: Instant,
		envelope?: UsedEnvelope,
	): Promise<'changed' | 'stale' | 'replayed'>;
}

const wrappedIn = ({ nonce, ciphertext, commitment }: WrappedKey): WrappedKey => ({
	nonce,
	ciphertext,
	commitment,
});

const fromRow = (row: DatasourceRow): StoredDatasource => ({
	id: row.id,
	name: row.name,
	allowedDomains: row.allowed_domains,
	createdAt: row.created_at,
	keyVersion: row.key_version,
	wrapped: wrappedIn(row),
	state: row.state,
	stateMac: row.state_mac,
});

export function datasourcesOf(store: Store, realmId: string): Datasources {
	const { db } = store;
	const all = () => db.selectFrom('datasource').selectAll().where('realm_id', '=', realmId);
	/** One that was deleted bears its id as name: its key still proves what its users wrote. */
	const kept = () => all().whereRef('name_key', '!=', 'id');
	const one = async (query: ReturnType<typeof all>) => {
		const row = await query.executeTakeFirst();
		return row && fromRow(row);
	};
	const wasUsed = async (datasourceId: string, { id }: UsedEnvelope): Promise<boolean> => {
		const query = db
			.selectFrom('used_envelope')
			.select('envelope_id')
			.where('datasource_id', '=', datasourceId)
			.where('envelope_id', '=', id);
		return (await query.executeTakeFirst()) !== undefined;
	};

	return {
		find: (name) => one(kept().where('name_key', '=', canonicalName(name))),
		findById: (id) => one(all().where('id', '=', id)),
		async list(limit) {
			const query = kept().orderBy('name_key');
			return (await (limit === undefined ? query : query.limit(limit)).execute()).map(fromRow);
		},
		async add({ wrapped, ...datasource }, access) {
			const row: DatasourceRow = {
				id: datasource.id,
				realm_id: realmId,
				name: datasource.name,
				name_key: canonicalName(datasource.name),
				allowed_domains: datasource.allowedDomains,
				created_at: datasource.createdAt,
				key_version: datasource.keyVersion,
				...wrapped,
				state: datasource.state,
				state_mac: datasource.stateMac,
			};
			const insert = db
				.insertInto('datasource')
				.values(row)
				.onConflict((conflict) => conflict.columns(['realm_id', 'name_key']).doNothing());
			const { id, stateMac } = datasource;
			const grant = statementsOf(store, { datasourceId: id, stateMac }, { kind: 'grant', access });
			return changed(await store.transaction([insert, ...grant])) ? 'added' : 'taken';
		},
		async findAccess(publicId) {
			const row = await db
				.selectFrom('datasource_access')
				.innerJoin('datasource', 'datasource.id', 'datasource_access.datasource_id')
				.selectAll('datasource_access')
				.where('realm_id', '=', realmId)
				.where('public_id', '=', publicId)
				.executeTakeFirst();
			return row && { publicId, datasourceId: row.datasource_id, wrapped: wrappedIn(row) };
		},
		async change(change, write, now, envelope) {
			const { datasourceId, fromMac, state, stateMac, name } = change;
			let update = db
				.updateTable('datasource')
				.set({
					...{ state, state_mac: stateMac },
					...(name !== undefined && { name, name_key: canonicalName(name) }),
				})
				.where('id', '=', datasourceId)
				.where('realm_id', '=', realmId)
				.where('state_mac', '=', fromMac);
			if (envelope !== undefined) {
				update = update.where(({ not, exists, selectFrom }) =>
					not(
						exists(
							selectFrom('used_envelope')
								.select('envelope_id')
								.where('datasource_id', '=', datasourceId)
								.where('envelope_id', '=', envelope.id),
						),
					),
				);
			}
			const forget = db.deleteFrom('used_envelope').where('expires_at', '<=', now);
			const writes = statementsOf(store, change, write, envelope);
			const results = await store.transaction([update, ...writes, forget]);
			if (changed(results)) return 'changed';
			return envelope && (await wasUsed(datasourceId, envelope)) ? 'replayed' : 'stale';
		},
	};
}
