import type { Compilable, Kysely } from 'kysely';

import type { Schema } from './schema';

/** What one statement of a transaction did. */
export interface StatementResult {
	readonly rows: readonly Readonly<Record<string, unknown>>[];
	readonly changes: number;
}

/** An open database. A write is durable when its promise resolves; a failure is a `Fault`. */
export interface Store {
	/** Names the database, so that two settings that mean the same one can share it. */
	readonly name: string;
	/** Queries and single-statement writes. */
	readonly db: Kysely<Schema>;
	/** Runs all statements in one transaction, in order, or none of them. */
	transaction(statements: readonly Compilable[]): Promise<readonly StatementResult[]>;
	close(): Promise<void>;
}
