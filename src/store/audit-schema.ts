/** `text` is what the chain protects; the columns before it repeat parts of it, to be searched. */
export interface AuditEntryRow {
	readonly realm_id: string;
	/** Names the chain: a UUID per writing process. */
	readonly writer_id: string;
	/** Position in the chain, from 1 without gaps. */
	readonly seq: number;
	readonly time: number;
	readonly kind: string;
	readonly user_name: string | null;
	readonly credential_id: string | null;
	readonly decision: string;
	readonly reason: string | null;
	readonly text: string;
	readonly hash: string;
}

/** Where a chain ends. Nothing here is proven: it says where to go on and what to prove next. */
export interface AuditChainRow {
	readonly realm_id: string;
	readonly writer_id: string;
	/** Version of the realm key that the chain is keyed with. */
	readonly key_version: number;
	readonly seq: number;
	readonly hash: string;
	/** Up to where the heads of the realm have named this chain. */
	readonly headed_seq: number;
	/** The datasource whose key keys the chain in place of the realm key, where one does. */
	readonly datasource_id: string | null;
}

export interface AuditHeadsRow {
	readonly realm_id: string;
	readonly number: number;
	readonly key_version: number;
	readonly text: string;
	readonly mac: string;
}

/** Where a chain begins after its old end was deleted. */
export interface AuditCheckpointRow {
	readonly realm_id: string;
	/** A chain, or `heads` for the heads of the realm. */
	readonly writer_id: string;
	readonly key_version: number;
	readonly seq: number;
	readonly hash: string;
	readonly mac: string;
}
