import type { WrappedRow } from './schema';

/** The tables of signing keys. */
export interface SigningKeySchema {
	signing_key: SigningKeyRow;
	signing_secret: SigningSecretRow;
	used_realm_envelope: UsedRealmEnvelopeRow;
	received_message: ReceivedMessageRow;
}

/** What a credential of the kind `signingKey` signs by. */
export interface SigningKeyRow {
	readonly credential_id: string;
	readonly realm_id: string;
	/** JSON of the variant and what belongs to it. */
	readonly scheme: string;
	/** What callers name it by, unique in the realm, where they do. */
	readonly key_id: string | null;
}

/** One value of a signing key, with the key that it is encrypted under. */
export interface SigningSecretRow extends WrappedRow {
	readonly credential_id: string;
	/** Counts from 1. */
	readonly version: number;
	/** Version of the realm key that wraps the key of the value. */
	readonly key_version: number;
	readonly created_at: number;
	readonly superseded_at: number | null;
	/** End of the grace period of a superseded value. */
	readonly expires_at: number | null;
	readonly key_nonce: string;
	readonly key_ciphertext: string;
	readonly key_commitment: string;
}

/** A value sealed for the realm that was taken in, until it expires: it is taken once. */
export interface UsedRealmEnvelopeRow {
	readonly realm_id: string;
	readonly envelope_id: string;
	readonly expires_at: number;
}

/** A signed message that was let in, for as long as it could come again. */
export interface ReceivedMessageRow {
	readonly credential_id: string;
	/** Digest of the id. */
	readonly message_id: string;
	/** Version of the realm key, a dot, and what that key makes of the body. */
	readonly digest: string;
	readonly expires_at: number;
}
