import {
	type Argon2Cost,
	keyFromPassphrase,
	PASSPHRASE_COST,
	SALT_BYTES,
} from '../crypto/passphrase';
import type { RandomSource } from '../crypto/random';
import type { Sodium } from '../crypto/sodium';
import { unwrapKey, wrapKey } from '../crypto/wrapped-key';
import type { Instant } from '../store/clock';
import type { RealmKeyRow } from '../store/schema';
import type { RealmLock } from './settings';

const REALM_KEY_BYTES = 32;
const FIRST_VERSION = 1;

/** The realm key in clear; it lives in memory only. */
export interface RealmKey {
	readonly version: number;
	readonly bytes: Uint8Array;
}

const contextOf = (realmId: string, version: number): string =>
	`incoming-api/realm-key/v1:${realmId}:${String(version)}`;

/** Makes a new realm key and its row, wrapped by `lock`. */
export async function createRealmKey(
	sodium: Sodium,
	random: RandomSource,
	realmId: string,
	lock: RealmLock,
	now: Instant,
): Promise<{ readonly key: RealmKey; readonly row: RealmKeyRow }> {
	const key: RealmKey = { version: FIRST_VERSION, bytes: random.bytes(REALM_KEY_BYTES) };
	const salt = random.bytes(SALT_BYTES);
	const wrapping =
		lock.kind === 'key'
			? lock.key
			: await keyFromPassphrase(lock.passphrase, salt, PASSPHRASE_COST);
	const wrapped = wrapKey(
		sodium,
		wrapping,
		key.bytes,
		contextOf(realmId, key.version),
		random.bytes,
	);
	const derived = lock.kind === 'passphrase';
	const row: RealmKeyRow = {
		realm_id: realmId,
		version: key.version,
		wrapped_by: lock.kind,
		salt: derived ? Buffer.from(salt).toString('base64url') : null,
		cost: derived ? JSON.stringify(PASSPHRASE_COST) : null,
		...wrapped,
		created_at: now,
	};
	return { key, row };
}

/** Unwraps a realm key; `undefined` when `lock` is not the one it was wrapped with. */
export async function unlockRealmKey(
	sodium: Sodium,
	row: RealmKeyRow,
	lock: RealmLock,
): Promise<RealmKey | undefined> {
	if (row.wrapped_by !== lock.kind) return undefined;
	const wrapping =
		lock.kind === 'key'
			? lock.key
			: await keyFromPassphrase(
					lock.passphrase,
					Buffer.from(row.salt ?? '', 'base64url'),
					JSON.parse(row.cost ?? '{}') as Argon2Cost,
				);
	const bytes = unwrapKey(sodium, wrapping, row, contextOf(row.realm_id, row.version));
	return bytes && { version: row.version, bytes };
}
