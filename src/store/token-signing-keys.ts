import type { WrappedKey } from '../crypto/wrapped-key';
import type { Instant } from './clock';
import type { TokenSigningKeyRow } from './authorization-schema';
import type { Store } from './store';

/** A key that signs JWTs; its private half is wrapped under the realm key of `keyVersion`. */
export interface StoredSigningKey {
	/** The `kid`. */
	readonly id: string;
	readonly algorithm: TokenSigningKeyRow['algorithm'];
	/** Counts from 1 for each algorithm; the highest signs. */
	readonly number: number;
	/** JSON of its public half (RFC 7517). */
	readonly publicJwk: string;
	readonly createdAt: Instant;
	readonly keyVersion: number;
	readonly wrapped: WrappedKey;
}

/** The keys of a realm that sign JWTs. */
export interface TokenSigningKeys {
	/** By algorithm, the oldest first. */
	list(): Promise<readonly StoredSigningKey[]>;
	/** `taken` where another process was first with this number. */
	add(key: StoredSigningKey): Promise<'added' | 'taken'>;
	delete(id: string): Promise<void>;
}

export function tokenSigningKeysOf({ db }: Pick<Store, 'db'>, realmId: string): TokenSigningKeys {
	return {
		async list() {
			const rows = await db
				.selectFrom('token_signing_key')
				.selectAll()
				.where('realm_id', '=', realmId)
				.orderBy('algorithm')
				.orderBy('number')
				.execute();
			return rows.map((row) => ({
				id: row.id,
				algorithm: row.algorithm,
				number: row.number,
				publicJwk: row.public_jwk,
				createdAt: row.created_at,
				keyVersion: row.key_version,
				wrapped: { nonce: row.nonce, ciphertext: row.ciphertext, commitment: row.commitment },
			}));
		},
		async add({ id, algorithm, number, publicJwk, createdAt, keyVersion, wrapped }) {
			const result = await db
				.insertInto('token_signing_key')
				.values({
					id,
					realm_id: realmId,
					algorithm,
					number,
					public_jwk: publicJwk,
					created_at: createdAt,
					key_version: keyVersion,
					...wrapped,
				})
				.onConflict((conflict) => conflict.columns(['realm_id', 'algorithm', 'number']).doNothing())
				.executeTakeFirst();
			return result.numInsertedOrUpdatedRows === 1n ? 'added' : 'taken';
		},
		async delete(id) {
			await db
				.deleteFrom('token_signing_key')
				.where('realm_id', '=', realmId)
				.where('id', '=', id)
				.execute();
		},
	};
}
