import { type Compilable, type Expression, expressionBuilder, type SqlBool } from 'kysely';

import type { Instant } from './clock';
import type { Schema } from './schema';
import { isUnused, type RealmEnvelope } from './realm-envelopes';
import type { SigningSecretRow } from './signing-key-schema';
import type { NewSecretOfKey, NewSigningKey, StoredSigningSecret } from './signing-keys';
import type { Store } from './store';

export function secretFromRow(row: SigningSecretRow): StoredSigningSecret {
	return {
		version: row.version,
		supersededAt: row.superseded_at ?? undefined,
		graceEndsAt: row.expires_at ?? undefined,
		createdAt: row.created_at,
		keyVersion: row.key_version,
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

/** Gives a user a signing key, or does nothing without the user or with an envelope that was used. */
export function insertSigningKey(
	{ db }: Store,
	{ realmId, userId }: { readonly realmId: string; readonly userId: string },
	key: NewSigningKey,
	envelope: RealmEnvelope,
): readonly Compilable[] {
	return [
		db
			.insertInto('credential')
			.columns(['id', 'realm_id', 'kind', 'user_id', 'name', 'enabled', 'expires_at', 'created_at'])
			.expression(({ selectFrom, val }) =>
				selectFrom('realm_user')
					.select([
						val(key.credentialId).as('id'),
						'realm_user.realm_id as realm_id',
						val<'signingKey'>('signingKey').as('kind'),
						'realm_user.id as user_id',
						val(key.name).as('name'),
						val<0 | 1>(1).as('enabled'),
						val(key.expiresAt ?? null).as('expires_at'),
						val(key.createdAt).as('created_at'),
					])
					.where('realm_id', '=', realmId)
					.where('id', '=', userId)
					.where(isUnused(realmId, envelope)),
			),
		db
			.insertInto('signing_key')
			.columns(['credential_id', 'realm_id', 'scheme', 'key_id'])
			.expression(({ selectFrom, val }) =>
				selectFrom('credential')
					.select([
						'credential.id as credential_id',
						'credential.realm_id as realm_id',
						val(key.scheme).as('scheme'),
						val(key.keyId ?? null).as('key_id'),
					])
					.where('credential.id', '=', key.credentialId),
			),
	];
}

/**
 * Adds a value to a key that is there. With `rotated` it has to be the next one of a key that is
 * neither revoked nor expired, and its envelope must not have been used.
 */
export function insertSecret(
	{ db }: Store,
	{ credentialId, version, createdAt, keyVersion, encrypted }: NewSecretOfKey,
	next: number,
	rotated?: { readonly realmId: string; readonly envelope: RealmEnvelope; readonly now: Instant },
): Compilable {
	const { key, value } = encrypted;
	const eb = expressionBuilder<Schema>();
	let from = eb
		.selectFrom('signing_key')
		.innerJoin('credential', 'credential.id', 'signing_key.credential_id')
		.where('credential.id', '=', credentialId);
	if (rotated !== undefined) {
		const { realmId, envelope, now } = rotated;
		const newest = eb
			.selectFrom('signing_secret')
			.select(({ fn }) => fn.max('version').as('version'))
			.where('credential_id', '=', credentialId);
		from = from
			.where('credential.realm_id', '=', realmId)
			.where('credential.revoked_at', 'is', null)
			.where(({ or, eb: each }) =>
				or([each('credential.expires_at', 'is', null), each('credential.expires_at', '>', now)]),
			)
			.where(eb.val(next - 1), '=', newest)
			.where(isUnused(realmId, envelope));
	}
	return db
		.insertInto('signing_secret')
		.columns([
			'credential_id',
			'version',
			'key_version',
			'created_at',
			'key_nonce',
			'key_ciphertext',
			'key_commitment',
			'nonce',
			'ciphertext',
			'commitment',
		])
		.expression(
			from.select(({ val }) => [
				'signing_key.credential_id as credential_id',
				val(version).as('version'),
				val(keyVersion).as('key_version'),
				val(createdAt).as('created_at'),
				val(key.nonce).as('key_nonce'),
				val(key.ciphertext).as('key_ciphertext'),
				val(key.commitment).as('key_commitment'),
				val(value.nonce).as('nonce'),
				val(value.ciphertext).as('ciphertext'),
				val(value.commitment).as('commitment'),
			]),
		);
}

/** Whether the value is there that came in an envelope. */
export function isKept({ credentialId, version, encrypted }: NewSecretOfKey): Expression<SqlBool> {
	const eb = expressionBuilder<Schema>();
	return eb.exists(
		eb
			.selectFrom('signing_secret')
			.select('version')
			.where('credential_id', '=', credentialId)
			.where('version', '=', version)
			.where('nonce', '=', encrypted.value.nonce),
	);
}
