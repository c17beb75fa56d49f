import type { WrappedRow } from './schema';

/** What a user agreed to. `scopes` and `applications` are JSON lists of names. */
export interface ConsentRow {
	readonly id: string;
	readonly realm_id: string;
	readonly client_id: string;
	readonly user_id: string;
	readonly scopes: string;
	readonly applications: string;
	readonly created_at: number;
	readonly updated_at: number;
	readonly revoked_at: number | null;
	/** Of a consent by which an administrator designates a user: the keyed hash of that name. */
	readonly account_hash: string | null;
}

/** What a client was granted once. `scopes` and `applications` are JSON lists of names. */
export interface OAuthGrantRow {
	readonly id: string;
	readonly realm_id: string;
	readonly client_id: string;
	readonly user_id: string | null;
	readonly consent_id: string | null;
	readonly scopes: string;
	readonly applications: string;
	readonly created_at: number;
	readonly expires_at: number;
	readonly revoked_at: number | null;
	/** 1 where the client acts as the user, who was not there. */
	readonly acts_alone: 0 | 1;
	/** Of the user's password that it was had by, where it was. */
	readonly password_id: string | null;
}

/** A value that a grant brought and that is used once. */
export interface ProofRow {
	/** The part of the value by which it is found. */
	readonly public_id: string;
	readonly grant_id: string;
	readonly digest: string;
	/** Version of the realm key whose pepper keyed the digest. */
	readonly pepper_version: number;
	readonly created_at: number;
	readonly expires_at: number;
	readonly consumed_at: number | null;
	/** Public id of the refresh token that its use brought. */
	readonly successor: string | null;
}

export interface AuthorizationCodeRow extends ProofRow {
	readonly redirect_uri: string | null;
	readonly challenge: string | null;
}

export type RefreshTokenRow = ProofRow;

/** Something that counts once, until it expires: a client assertion, a form. */
export interface UsedOnceRow {
	readonly realm_id: string;
	readonly digest: string;
	readonly expires_at: number;
}

/** A key that signs JWTs, its private half wrapped under the realm key of `key_version`. */
export interface TokenSigningKeyRow extends WrappedRow {
	/** The `kid`: its thumbprint (RFC 7638). */
	readonly id: string;
	readonly realm_id: string;
	readonly algorithm: 'EdDSA' | 'RS256';
	/** Counts from 1 for each algorithm; the highest signs. */
	readonly number: number;
	readonly public_jwk: string;
	readonly created_at: number;
	readonly key_version: number;
}
