/** What a domain key has beyond other credentials. Nothing of it is secret. */
export interface DomainKeyRow {
	readonly credential_id: string;
	/** The key itself. What is accepted is decided by the digest of its version. */
	readonly value: string;
	/** JSON list of origins. */
	readonly origins: string;
	/** JSON list of names. */
	readonly privileges: string;
}

/** What a key pair has beyond other credentials. */
export interface KeyPairRow {
	readonly credential_id: string;
	readonly act_as: 'none' | 'any' | 'listed';
	/** By when its secret is to be rotated. */
	readonly rotate_before: number | null;
}

/** A user as whom the holder of a key pair may act. */
export interface KeyPairUserRow {
	readonly credential_id: string;
	readonly user_id: string;
}
