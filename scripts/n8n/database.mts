/** Columns by name. */
export type Row = Readonly<Record<string, unknown>>;

/** A database beside n8n's own files. */
export interface Database {
	/** n8n's settings that lead to it. */
	readonly environment: Readonly<Record<string, string>>;
	/** The rows that a query of the realm's tables brings. */
	query(sql: string): Promise<readonly Row[]>;
	/** Writes all that it holds into files of a folder, for whoever searches files. */
	dump(folder: string): Promise<void>;
}
