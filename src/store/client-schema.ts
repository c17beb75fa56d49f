/** Rows of OAuth clients, as `schema.ts` writes rows. */
export interface ClientRow {
	/** The client id of OAuth. */
	readonly id: string;
	readonly realm_id: string;
	readonly name: string;
	readonly enabled: 0 | 1;
	/** JSON of `ClientSettings`. */
	readonly settings: string;
	/** JSON of `Intake`. */
	readonly intake: string | null;
	/** Grows with every change of its settings, users and groups. */
	readonly revision: number;
	readonly created_at: number;
	readonly updated_at: number;
}

/** A group whose roles count for a client that calls as itself. */
export interface ClientGroupRow {
	readonly client_id: string;
	readonly group_id: string;
}

/** A user as whom a client may act. */
export interface ClientUserRow {
	readonly client_id: string;
	readonly user_id: string;
}
