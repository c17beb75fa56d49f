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

/** What a key of a user, or the user's password, was exchanged for once. */
export interface KeyGrantRow {
	readonly id: string;
	readonly realm_id: string;
	/** The key pair or the domain key; null where the user's password was shown. */
	readonly credential_id: string | null;
	/** Public id of the secret that proved the key, or of the domain key itself; the password's salt. */
	readonly secret_id: string;
	/** As whom it was exchanged. */
	readonly user_id: string;
	readonly created_at: number;
	readonly expires_at: number;
	readonly revoked_at: number | null;
}

/** A refresh token that is found by its digest, being a GUID: it has no public id. */
export interface GuidTokenRow {
	readonly digest: string;
	readonly grant_id: string;
	/** Version of the realm key whose pepper keyed the digest. */
	readonly pepper_version: number;
	readonly created_at: number;
	readonly consumed_at: number | null;
	/** Digest of the token that its use brought. */
	readonly successor: string | null;
}

/** A user as whom the holder of a key pair may act. */
export interface KeyPairUserRow {
	readonly credential_id: string;
	readonly user_id: string;
}
