import type { EncryptedValue } from '../crypto/encrypted-value';
import type { Instant } from './clock';
import type { SecretKeyRow, SecretVersionRow } from './schema';

/** One value of a secret key, encrypted. */
export interface StoredValue {
	readonly secretId: string;
	/** Counts from 1. */
	readonly version: number;
	/** Comma-separated; those of the datasource when empty. */
	readonly allowedDomains: string;
	readonly createdAt: Instant;
	readonly encrypted: EncryptedValue;
}

/** What a secret key is apart from its value. */
export interface NewSecret {
	readonly id: string;
	/** Unique within the datasource. */
	readonly name: string;
	readonly note: string;
	readonly version: number;
	readonly enabled: boolean;
	readonly expiresAt: Instant | undefined;
	readonly createdAt: Instant;
	readonly updatedAt: Instant;
}

export function secretRow(datasourceId: string, secret: NewSecret): SecretKeyRow {
	return {
		id: secret.id,
		datasource_id: datasourceId,
		name: secret.name,
		note: secret.note,
		version: secret.version,
		enabled: secret.enabled ? 1 : 0,
		expires_at: secret.expiresAt ?? null,
		created_at: secret.createdAt,
		updated_at: secret.updatedAt,
	};
}

export function secretFromRow(row: SecretKeyRow): NewSecret {
	return {
		id: row.id,
		name: row.name,
		note: row.note,
		version: row.version,
		enabled: row.enabled === 1,
		expiresAt: row.expires_at ?? undefined,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}

export function valueRow({ encrypted, ...value }: StoredValue): SecretVersionRow {
	return {
		secret_id: value.secretId,
		version: value.version,
		allowed_domains: value.allowedDomains,
		created_at: value.createdAt,
		key_nonce: encrypted.key.nonce,
		key_ciphertext: encrypted.key.ciphertext,
		key_commitment: encrypted.key.commitment,
		...encrypted.value,
	};
}

export function valueFromRow(row: SecretVersionRow): StoredValue {
	return {
		secretId: row.secret_id,
		version: row.version,
		allowedDomains: row.allowed_domains,
		createdAt: row.created_at,
		encrypted: {
			key: {
				nonce: row.key_nonce,
				ciphertext: row.key_ciphertext,
				commitment: row.key_commitment,
			},
			value: { nonce: row.nonce, ciphertext: row.ciphertext, commitment: row.commitment },
		},
	};
}
