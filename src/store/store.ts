import type { Compilable, Kysely } from 'kysely';

import type { AnnouncementListener } from './announcements';
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
	/**
	 * Tells every process that has this database open that something of a realm changed, this one
	 * before it returns. Call it once a change is durable and before it is answered.
	 */
	announce(realmId: string): Promise<void>;
	/** Calls `listener` for announcements of this and of other processes, until the result is called. */
	onAnnounced(listener: AnnouncementListener): () => void;
	/** Whether announcements of other processes arrive now. */
	listening(): boolean;
	close(): Promise<void>;
}
