import type { EncryptedValue } from '../crypto/encrypted-value';
import { changed } from './access-change';
import { canonicalName } from './canonical-name';
import type { Instant } from './clock';
import type { LastUse } from './credentials';
import type { LifeCycle, Version } from './life-cycle';
import type { RateLimit } from './rate-buckets';
import { rateLimitIn } from './rate-limit-text';
import { type RealmEnvelope, takeEnvelope, wasUsed } from './realm-envelopes';
import { insertSecret, insertSigningKey, isKept, secretFromRow } from './signing-key-rows';
import type { Store } from './store';

/** One value of a signing key as it is kept. */
export interface StoredSigningSecret extends Version {
	readonly createdAt: Instant;
	/** Version of the realm key that wraps it. */
	readonly keyVersion: number;
	readonly encrypted: EncryptedValue;
}

/** A signing key as it is kept. */
export interface StoredSigningKey extends LifeCycle {
	/** Stays the same for the whole life of the key. */
	readonly credentialId: string;
	readonly name: string;
	readonly userId: string;
	readonly username: string;
	readonly userEnabled: boolean;
	readonly userRateLimit: RateLimit | undefined;
	/** JSON of the variant and what belongs to it. */
	readonly scheme: string;
	/** The newest first. */
	readonly secrets: readonly StoredSigningSecret[];
	readonly createdAt: Instant;
	readonly lastUse: LastUse | undefined;
}

export interface NewSigningKey {
	readonly credentialId: string;
	readonly name: string;
	readonly scheme: string;
	readonly keyId: string | undefined;
	readonly expiresAt: Instant | undefined;
	readonly createdAt: Instant;
}

export interface NewSecretOfKey {
	readonly credentialId: string;
	readonly version: number;
	readonly createdAt: Instant;
	readonly keyVersion: number;
	readonly encrypted: EncryptedValue;
}

export interface SecretRotation extends NewSecretOfKey {
	/** When the values so far stop working, unless they did before. */
	readonly graceEndsAt: Instant;
}

/** The signing keys of one realm, apart from what they share with other credentials. */
export interface SigningKeys {
	find(credentialId: string): Promise<StoredSigningKey | undefined>;
	findByKeyId(keyId: string): Promise<StoredSigningKey | undefined>;
	/** Newest first; of one user when `username` is given. */
	list(filter: {
		readonly username?: string;
		readonly limit?: number;
	}): Promise<readonly StoredSigningKey[]>;
	wasUsed(envelope: RealmEnvelope): Promise<boolean>;
	add(
		userId: string,
		key: NewSigningKey,
		secret: NewSecretOfKey,
		envelope: RealmEnvelope,
	): Promise<'added' | 'refused'>;
	/** Adds the value with the next number, and forgets those that work no more. */
	addSecret(
		rotation: SecretRotation,
		envelope: RealmEnvelope,
		now: Instant,
	): Promise<'added' | 'refused'>;
	/** Forgets one value, never the current one. */
	retire(credentialId: string, version: number): Promise<'retired' | 'refused'>;
}

export function signingKeysOf(store: Store, realmId: string): SigningKeys {
	const { db } = store;
	const all = () =>
		db
			.selectFrom('signing_key')
			.innerJoin('credential', 'credential.id', 'signing_key.credential_id')
			.innerJoin('realm_user', 'realm_user.id', 'credential.user_id')
			.where('credential.realm_id', '=', realmId)
			.select([
				'credential.id',
				'credential.name',
				'credential.enabled',
				'credential.expires_at',
				'credential.revoked_at',
				'credential.created_at',
				'credential.last_used_at',
				'credential.last_used_address',
				'realm_user.id as user_id',
				'realm_user.name as username',
				'realm_user.enabled as user_enabled',
				'realm_user.rate_limit as user_rate_limit',
				'signing_key.scheme',
			]);
	type Row = Awaited<ReturnType<ReturnType<typeof all>['execute']>>[number];

	const withSecrets = async (rows: readonly Row[]): Promise<readonly StoredSigningKey[]> => {
		if (rows.length === 0) return [];
		const secrets = await db
			.selectFrom('signing_secret')
			.selectAll()
			.where(
				'credential_id',
				'in',
				rows.map(({ id }) => id),
			)
			.orderBy('version', 'desc')
			.execute();
		return rows.map((row) => ({
			credentialId: row.id,
			name: row.name,
			enabled: row.enabled === 1,
			expiresAt: row.expires_at ?? undefined,
			revokedAt: row.revoked_at ?? undefined,
			createdAt: row.created_at,
			lastUse:
				row.last_used_at === null
					? undefined
					: { at: row.last_used_at, address: row.last_used_address ?? undefined },
			userId: row.user_id,
			username: row.username,
			userEnabled: row.user_enabled === 1,
			userRateLimit: rateLimitIn(row.user_rate_limit),
			scheme: row.scheme,
			secrets: secrets
				.filter(({ credential_id: credentialId }) => credentialId === row.id)
				.map(secretFromRow),
		}));
	};
	const one = async (query: ReturnType<typeof all>) =>
		(await withSecrets(await query.execute()))[0];
	const ofRealm = (credentialId: string) =>
		db
			.selectFrom('signing_key')
			.select('credential_id')
			.where('realm_id', '=', realmId)
			.where('credential_id', '=', credentialId);

	return {
		find: (credentialId) => one(all().where('credential.id', '=', credentialId)),
		findByKeyId: (keyId) => one(all().where('signing_key.key_id', '=', keyId)),
		async list({ username, limit }) {
			let query = all().orderBy('credential.created_at', 'desc').orderBy('credential.id');
			if (username !== undefined) {
				query = query.where('realm_user.name_key', '=', canonicalName(username));
			}
			if (limit !== undefined) query = query.limit(limit);
			return await withSecrets(await query.execute());
		},
		wasUsed: (envelope) => wasUsed(store, realmId, envelope),
		async add(userId, key, secret, envelope) {
			const results = await store.transaction([
				...insertSigningKey(store, { realmId, userId }, key, envelope),
				insertSecret(store, secret, 1),
				...takeEnvelope(store, realmId, envelope, isKept(secret), key.createdAt),
			]);
			return changed(results) ? 'added' : 'refused';
		},
		async addSecret({ graceEndsAt, ...secret }, envelope, now) {
			const { credentialId, version } = secret;
			const older = () =>
				db
					.updateTable('signing_secret')
					.where('credential_id', '=', credentialId)
					.where('version', '<', version);
			const results = await store.transaction([
				insertSecret(store, secret, version, { realmId, envelope, now }),
				...takeEnvelope(store, realmId, envelope, isKept(secret), now),
				older().set({ superseded_at: now }).where('superseded_at', 'is', null),
				older()
					.set({ expires_at: graceEndsAt })
					.where(({ eb, or }) =>
						or([eb('expires_at', 'is', null), eb('expires_at', '>', graceEndsAt)]),
					),
				db
					.deleteFrom('signing_secret')
					.where('credential_id', '=', credentialId)
					.where('expires_at', '<=', now),
			]);
			return changed(results) ? 'added' : 'refused';
		},
		async retire(credentialId, version) {
			const result = await db
				.deleteFrom('signing_secret')
				.where('credential_id', 'in', ofRealm(credentialId))
				.where('version', '=', version)
				.where('superseded_at', 'is not', null)
				.executeTakeFirstOrThrow();
			return result.numDeletedRows === 1n ? 'retired' : 'refused';
		},
	};
}
