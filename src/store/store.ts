import type { Compilable, Kysely } from 'kysely';

import type { AnnouncementListener } from './announcements';
import type { BulkWriter, Snapshot } from './bulk';
import type { Instant } from './clock';
import type { RateBuckets } from './rate-buckets';
import type { Schema } from './schema';

/** What one statement of a transaction did. */
export interface StatementResult {
	readonly rows: readonly Readonly<Record<string, unknown>>[];
	readonly changes: number;
}

/** An open database. A write is durable when its promise resolves; a failure is a `Fault`. */
export interface Store {
	/**
	 * Names the database, so that two settings that mean the same one can share it. Holds no secret.
	 */
	readonly name: string;
	/** Queries and single-statement writes. */
	readonly db: Kysely<Schema>;
	/** Runs all statements in one transaction, in order, or none of them. */
	transaction(statements: readonly Compilable[]): Promise<readonly StatementResult[]>;
	/** What the database's clock says. */
	time(): Promise<Instant>;
	/** Reads the database as it is at one moment, however long that takes. */
	snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
	/** Keeps all that was written when `work` resolves, and nothing of it where it throws. */
	bulkWrite<T>(work: (writer: BulkWriter) => Promise<T>): Promise<T>;
	/**
	 * Tells every process that has this database open that something of a realm changed, this one
	 * before it returns. Call it once a change is durable and before it is answered.
	 */
	announce(realmId: string): Promise<void>;
	/** Buckets that all processes share; `undefined` where one process has the database for itself. */
	rateBuckets(realmId: string): RateBuckets | undefined;
	/** Calls `listener` for announcements of this and of other processes, until the result is called. */
	onAnnounced(listener: AnnouncementListener): () => void;
	/** Whether announcements of other processes arrive now. */
	listening(): boolean;
	close(): Promise<void>;
}
