import type { Instant } from './clock';
import type { AuditEntryRow } from './schema';
import type { Store } from './store';

/** The end of a chain: how many entries it has, and the hash of the last. */
export interface ChainHead {
	readonly seq: number;
	readonly hash: string;
}

/** What of an entry can be searched for. */
export interface SearchedParts {
	readonly time: Instant;
	readonly kind: string;
	readonly user: string | undefined;
	readonly credentialId: string | undefined;
	readonly decision: string;
	readonly reason: string | undefined;
}

export interface StoredEntry extends ChainHead {
	readonly writer: string;
	readonly searched: SearchedParts;
	/** The entry in canonical form: what the chain protects. */
	readonly text: string;
}

export interface Chain {
	readonly writer: string;
	/** Version of the realm key that keys the chain. */
	readonly keyVersion: number;
}

export interface AuditFilter {
	/** From this moment on. */
	readonly from?: Instant;
	/** Before this moment. */
	readonly to?: Instant;
	readonly user?: string;
	readonly credentialId?: string;
	readonly kind?: string;
	readonly decision?: string;
	readonly reason?: string;
}

export interface PageRequest {
	readonly order: 'newest-first' | 'oldest-first';
	readonly limit: number;
	/** The last entry of the page before. */
	readonly after?: StoredEntry | undefined;
}

/** The audit entries of one realm. */
export interface AuditEntries {
	/** Appends to one chain: all entries or none, and never two at one place. */
	append(chain: Chain, entries: readonly StoredEntry[]): Promise<void>;
	/** Where a chain ends; `undefined` when it has nothing. */
	findHead(writer: string): Promise<ChainHead | undefined>;
	page(filter: AuditFilter, request: PageRequest): Promise<readonly StoredEntry[]>;
	/** Entries of one chain in order, from behind `seq`. */
	walk(writer: string, seq: number, limit: number): Promise<readonly StoredEntry[]>;
	/** Names of all chains that have entries. */
	writers(): Promise<readonly string[]>;
}

function fromRow(row: AuditEntryRow): StoredEntry {
	return {
		writer: row.writer_id,
		seq: Number(row.seq),
		searched: {
			time: Number(row.time),
			kind: row.kind,
			user: row.user_name ?? undefined,
			credentialId: row.credential_id ?? undefined,
			decision: row.decision,
			reason: row.reason ?? undefined,
		},
		text: row.text,
		hash: row.hash,
	};
}

function toRow(realmId: string, entry: StoredEntry): AuditEntryRow {
	const { time, kind, user, credentialId, decision, reason } = entry.searched;
	return {
		realm_id: realmId,
		writer_id: entry.writer,
		seq: entry.seq,
		time,
		kind,
		user_name: user ?? null,
		credential_id: credentialId ?? null,
		decision,
		reason: reason ?? null,
		text: entry.text,
		hash: entry.hash,
	};
}

export function auditEntriesOf(store: Store, realmId: string): AuditEntries {
	const { db } = store;
	const all = () => db.selectFrom('audit_entry').where('realm_id', '=', realmId);

	const matching = ({ from, to, user, credentialId, kind, decision, reason }: AuditFilter) => {
		let query = all();
		if (from !== undefined) query = query.where('time', '>=', from);
		if (to !== undefined) query = query.where('time', '<', to);
		if (user !== undefined) query = query.where('user_name', '=', user);
		if (credentialId !== undefined) query = query.where('credential_id', '=', credentialId);
		if (kind !== undefined) query = query.where('kind', '=', kind);
		if (decision !== undefined) query = query.where('decision', '=', decision);
		if (reason !== undefined) query = query.where('reason', '=', reason);
		return query;
	};

	return {
		async append({ writer, keyVersion }, entries) {
			const last = entries.at(-1);
			if (last === undefined) return;
			const end = { seq: last.seq, hash: last.hash };
			await store.transaction([
				db.insertInto('audit_entry').values(entries.map((entry) => toRow(realmId, entry))),
				db
					.insertInto('audit_chain')
					.values({
						realm_id: realmId,
						writer_id: writer,
						key_version: keyVersion,
						...end,
						headed_seq: 0,
					})
					.onConflict((conflict) => conflict.columns(['realm_id', 'writer_id']).doUpdateSet(end)),
			]);
		},
		async findHead(writer) {
			const row = await db
				.selectFrom('audit_chain')
				.select(['seq', 'hash'])
				.where('realm_id', '=', realmId)
				.where('writer_id', '=', writer)
				.executeTakeFirst();
			return row && { seq: Number(row.seq), hash: row.hash };
		},
		async page(filter, { order, limit, after }) {
			const direction = order === 'newest-first' ? 'desc' : 'asc';
			let query = matching(filter)
				.selectAll()
				.orderBy('time', direction)
				.orderBy('writer_id', direction)
				.orderBy('seq', direction)
				.limit(limit);
			if (after !== undefined) {
				const beyond = direction === 'desc' ? '<' : '>';
				query = query.where(({ eb, refTuple, tuple }) =>
					eb(
						refTuple('time', 'writer_id', 'seq'),
						beyond,
						tuple(after.searched.time, after.writer, after.seq),
					),
				);
			}
			return (await query.execute()).map(fromRow);
		},
		async walk(writer, seq, limit) {
			const rows = await all()
				.selectAll()
				.where('writer_id', '=', writer)
				.where('seq', '>', seq)
				.orderBy('seq')
				.limit(limit)
				.execute();
			return rows.map(fromRow);
		},
		async writers() {
			const found: string[] = [];
			// One step along the index per chain: a `distinct` would read every entry.
			for (let last: string | undefined = ''; last !== undefined;) {
				const { next } = await all()
					.select(({ fn }) => fn.min<string | null>('writer_id').as('next'))
					.where('writer_id', '>', last)
					.executeTakeFirstOrThrow();
				if (next !== null) found.push(next);
				last = next ?? undefined;
			}
			return found;
		},
	};
}
