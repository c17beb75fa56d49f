/** A run whose answer is kept. What the answer was is encrypted, and gone when it expires. */
export interface StoredAnswerRow {
	readonly realm_id: string;
	readonly request_id: string;
	readonly trigger_name: string;
	/** Whose answer it is. */
	readonly owner: string;
	readonly state: 'running' | 'answered' | 'failed';
	readonly created_at: number;
	readonly deadline_at: number;
	readonly expires_at: number;
	/** Keyed digest of what a repeated request shows again. */
	readonly once_key: string | null;
	/** Keyed digest of the request. */
	readonly fingerprint: string | null;
	/** Why the run failed. */
	readonly problem: string | null;
	readonly key_version: number | null;
	readonly nonce: string | null;
	readonly ciphertext: string | null;
	readonly commitment: string | null;
}
