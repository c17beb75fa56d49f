import type { Compilable } from 'kysely';

export type AnyRow = Readonly<Record<string, unknown>>;

export const ROWS_AT_ONCE = 500;

/** The database as it was at one moment, while others go on writing. */
export interface Snapshot {
	/** The rows of a query, some at a time, so that no table has to fit into memory. */
	pages(query: Compilable): AsyncIterable<readonly AnyRow[]>;
}

/** A transaction for more statements than fit into memory. Others wait until it has ended. */
export interface BulkWriter {
	run(statement: Compilable): Promise<readonly AnyRow[]>;
}
