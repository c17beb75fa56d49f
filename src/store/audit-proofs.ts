import type { Compilable } from 'kysely';

import type { Chain, ChainHead } from './audit-entries';
import type { AuditCheckpointRow, AuditHeadsRow } from './audit-schema';
import type { Store } from './store';

/** The heads of all chains that had grown, MACed together. */
export interface StoredHeads {
	/** Without gaps, from 1, across all processes. */
	readonly number: number;
	readonly keyVersion: number;
	readonly text: string;
	readonly mac: string;
}

/** The place up to which entries of a chain, or heads of the realm, were deleted. */
export interface StoredCheckpoint extends Chain, ChainHead {
	readonly mac: string;
}

export interface KnownChain extends Chain, ChainHead {
	readonly headedSeq: number;
}

/** In place of a chain's name: the checkpoint of the heads themselves. */
export const HEADS = 'heads';

/** What proves the audit entries of one realm: heads and checkpoints. */
export interface AuditProofs {
	/** All chains, also those whose entries were all deleted. */
	chains(): Promise<readonly KnownChain[]>;
	/** Chains that have grown since heads last named them. */
	grownChains(): Promise<readonly KnownChain[]>;
	/** `taken` when another process has used that number. */
	addHeads(heads: StoredHeads): Promise<'added' | 'taken'>;
	/** Notes up to where heads have named these chains. */
	noteHeaded(heads: readonly (ChainHead & { readonly writer: string })[]): Promise<void>;
	newestHeads(): Promise<StoredHeads | undefined>;
	/** In order, from behind `number`. */
	walkHeads(number: number, limit: number): Promise<readonly StoredHeads[]>;
	checkpoints(): Promise<readonly StoredCheckpoint[]>;
	/** Deletes what lies up to a checkpoint and leaves the checkpoint, at once. */
	deleteUpTo(checkpoint: StoredCheckpoint): Promise<void>;
}

const headsFromRow = ({ number, key_version, text, mac }: AuditHeadsRow): StoredHeads => ({
	number: Number(number),
	keyVersion: key_version,
	text,
	mac,
});

const checkpointFromRow = (row: AuditCheckpointRow): StoredCheckpoint => ({
	writer: row.writer_id,
	keyVersion: row.key_version,
	seq: Number(row.seq),
	hash: row.hash,
	mac: row.mac,
});

export function auditProofsOf(store: Store, realmId: string): AuditProofs {
	const { db } = store;
	const heads = () => db.selectFrom('audit_heads').selectAll().where('realm_id', '=', realmId);
	const allChains = () =>
		db.selectFrom('audit_chain').selectAll().where('realm_id', '=', realmId).orderBy('writer_id');
	const known = async (query: ReturnType<typeof allChains>): Promise<readonly KnownChain[]> =>
		(await query.execute()).map((row) => ({
			writer: row.writer_id,
			keyVersion: row.key_version,
			seq: Number(row.seq),
			hash: row.hash,
			headedSeq: Number(row.headed_seq),
			...(row.datasource_id !== null && { datasource: row.datasource_id }),
		}));

	const deletionUpTo = ({ writer, seq }: StoredCheckpoint): Compilable =>
		writer === HEADS
			? db.deleteFrom('audit_heads').where('realm_id', '=', realmId).where('number', '<=', seq)
			: db
					.deleteFrom('audit_entry')
					.where('realm_id', '=', realmId)
					.where('writer_id', '=', writer)
					.where('seq', '<=', seq);

	return {
		chains: () => known(allChains()),
		grownChains: () => known(allChains().whereRef('seq', '>', 'headed_seq')),
		async addHeads({ number, keyVersion, text, mac }) {
			const result = await db
				.insertInto('audit_heads')
				.values({ realm_id: realmId, number, key_version: keyVersion, text, mac })
				.onConflict((conflict) => conflict.columns(['realm_id', 'number']).doNothing())
				.executeTakeFirstOrThrow();
			return result.numInsertedOrUpdatedRows === 1n ? 'added' : 'taken';
		},
		async noteHeaded(named) {
			await store.transaction(
				named.map(({ writer, seq }) =>
					db
						.updateTable('audit_chain')
						.set({ headed_seq: seq })
						.where('realm_id', '=', realmId)
						.where('writer_id', '=', writer)
						.where('headed_seq', '<', seq),
				),
			);
		},
		async newestHeads() {
			const row = await heads().orderBy('number', 'desc').limit(1).executeTakeFirst();
			return row && headsFromRow(row);
		},
		async walkHeads(number, limit) {
			const query = heads().where('number', '>', number).orderBy('number').limit(limit);
			return (await query.execute()).map(headsFromRow);
		},
		async checkpoints() {
			const rows = await db
				.selectFrom('audit_checkpoint')
				.selectAll()
				.where('realm_id', '=', realmId)
				.execute();
			return rows.map(checkpointFromRow);
		},
		async deleteUpTo(checkpoint) {
			const { writer, keyVersion, seq, hash, mac } = checkpoint;
			const place = { key_version: keyVersion, seq, hash, mac };
			await store.transaction([
				db
					.insertInto('audit_checkpoint')
					.values({ realm_id: realmId, writer_id: writer, ...place })
					.onConflict((conflict) =>
						conflict
							.columns(['realm_id', 'writer_id'])
							.doUpdateSet(place)
							// Of two that delete at once, the one that is further on stays.
							.where('audit_checkpoint.seq', '<', seq),
					),
				deletionUpTo(checkpoint),
			]);
		},
	};
}
