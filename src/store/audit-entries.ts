import { appendingOf } from './append-entries';
import { type AuditFilter, auditPage, endOfLook, type PageRequest, type Place } from './audit-page';
import type { Instant } from './clock';
import { claimingOf, type MessageClaim, takingBackOf } from './received-messages';
import type { AuditEntryRow } from './audit-schema';
import type { Store } from './store';

export type { AuditFilter } from './audit-page';

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
	/** Version of the realm key that keys the chain, or that wraps the key that does. */
	readonly keyVersion: number;
	/** Id of the datasource whose key keys the chain; the realm key when absent. */
	readonly datasource?: string | undefined;
}

/** The audit entries of one realm. */
export interface AuditEntries {
	/**
	 * Appends to one chain: all entries or none, and never two at one place. With the claims of
	 * messages, or not at all where somebody else has one of those.
	 */
	append(
		chain: Chain,
		entries: readonly StoredEntry[],
		claims?: readonly MessageClaim[],
	): Promise<void>;
	/** Takes back the claims of an `append`, so that their messages count as never seen. */
	takeBack(claims: readonly MessageClaim[]): Promise<void>;
	/** Where a chain ends; `undefined` when it has nothing. */
	findHead(writer: string): Promise<ChainHead | undefined>;
	/** Some entries, perhaps none, and where to go on; `undefined` behind the last. */
	page(
		filter: AuditFilter,
		request: Omit<PageRequest, 'upTo'>,
	): Promise<{ readonly page: readonly StoredEntry[]; readonly next: Place | undefined }>;
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
	const appending = appendingOf(store, realmId);
	const claiming = claimingOf(store);
	const takingBack = takingBackOf(store);
	const all = () => db.selectFrom('audit_entry').where('realm_id', '=', realmId);

	return {
		async append(chain, entries, claims = []) {
			const last = entries.at(-1);
			if (last === undefined) return;
			const rows = entries.map((entry) => toRow(realmId, entry));
			await store.transaction([...claims.flatMap(claiming), ...appending(chain, rows, last)]);
		},
		async takeBack(claims) {
			if (claims.length > 0) await store.transaction(claims.map(takingBack));
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
		async page(filter, request) {
			const upTo = await endOfLook(db, realmId, filter, request);
			const rows = await auditPage(db, realmId, filter, { ...request, upTo }).execute();
			const page = rows.map(fromRow);
			const last = page.length < request.limit ? undefined : page.at(-1);
			const next = last && { time: last.searched.time, writer: last.writer, seq: last.seq };
			return { page, next: next ?? upTo };
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
