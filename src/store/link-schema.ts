/** A one-time link. What it is for is encrypted, and goes with its use. */
export interface OneTimeLinkRow {
	/** By which the audit names it. */
	readonly id: string;
	readonly realm_id: string;
	/** The part of the token by which it is found. */
	readonly public_id: string;
	readonly digest: string;
	/** Version of the realm key that keys the digest and, with the token, encrypts the content. */
	readonly key_version: number;
	readonly kind: 'reveal' | 'secret' | 'signingKey' | 'password';
	/** Name or id of what it is about. */
	readonly target: string;
	readonly content: string | null;
	/** Name of the user in whose name it was made; null for the operator. */
	readonly created_by: string | null;
	readonly created_at: number;
	readonly expires_at: number;
	readonly consumed_at: number | null;
	/** Address of whoever used it. */
	readonly consumed_from: string | null;
}
