import {
	type Argon2Cost,
	keyFromPassphrase,
	PASSPHRASE_COST,
	SALT_BYTES,
} from '../crypto/passphrase';
import type { RandomSource } from '../crypto/random';
import type { Sodium } from '../crypto/sodium';
import { deriveSubkey } from '../crypto/subkey';
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

/** A realm key with what opened it. */
export interface UnlockedKey {
	readonly key: RealmKey;
	readonly wrap: RealmKeyRow;
	/** The key that the wrap is made with; from a passphrase it costs an Argon2id. */
	readonly wrapping: Uint8Array;
	/** Realm keys of older versions that rows may still name. */
	readonly older: readonly RealmKey[];
}

export interface WrapPorts {
	readonly sodium: Sodium;
	readonly random: RandomSource;
}

const contextOf = (realmId: string, version: number): string =>
	`incoming-api/realm-key/v1:${realmId}:${String(version)}`;

/** Wraps a realm key by `lock`: with a salt of its own where that is a passphrase. */
export async function wrapRealmKey(
	{ sodium, random }: WrapPorts,
	realmId: string,
	key: RealmKey,
	lock: RealmLock,
	now: Instant,
): Promise<UnlockedKey> {
	const salt = random.bytes(SALT_BYTES);
	const derived = lock.kind === 'passphrase';
	const wrapping = derived
		? await keyFromPassphrase(lock.passphrase, salt, PASSPHRASE_COST)
		: lock.key;
	const wrap: RealmKeyRow = {
		realm_id: realmId,
		version: key.version,
		wrapped_by: lock.kind,
		salt: derived ? Buffer.from(salt).toString('base64url') : null,
		cost: derived ? JSON.stringify(PASSPHRASE_COST) : null,
		...wrapKey(sodium, wrapping, key.bytes, contextOf(realmId, key.version), random.bytes),
		created_at: now,
	};
	return { key, wrap, wrapping, older: [] };
}

/** Makes the first realm key of a realm. */
export async function createRealmKey(
	ports: WrapPorts,
	realmId: string,
	lock: RealmLock,
	now: Instant,
): Promise<UnlockedKey> {
	const key = { version: FIRST_VERSION, bytes: ports.random.bytes(REALM_KEY_BYTES) };
	return await wrapRealmKey(ports, realmId, key, lock, now);
}

/** Of wraps of any versions those of the newest one, the newest first. */
export function newestWraps(wraps: readonly RealmKeyRow[]): readonly RealmKeyRow[] {
	const newest = Math.max(...wraps.map(({ version }) => version));
	return wraps
		.filter(({ version }) => version === newest)
		.sort((one, other) => other.created_at - one.created_at);
}

function unwrap(sodium: Sodium, wrapping: Uint8Array, row: RealmKeyRow): RealmKey | undefined {
	const { realm_id: realmId, version } = row;
	const bytes = unwrapKey(sodium, wrapping, row, contextOf(realmId, version));
	return bytes && { version, bytes };
}

/** Wraps a key of an older version under the newest one. */
export function wrapOlderKey(
	{ sodium, random }: WrapPorts,
	realmId: string,
	newest: RealmKey,
	older: RealmKey,
	now: Instant,
): RealmKeyRow {
	const wrapping = deriveSubkey(sodium, newest.bytes, 'wrapping');
	const context = contextOf(realmId, older.version);
	return {
		realm_id: realmId,
		version: older.version,
		wrapped_by: 'realm-key',
		salt: null,
		cost: null,
		...wrapKey(sodium, wrapping, older.bytes, context, random.bytes),
		created_at: now,
	};
}

/** Wraps a key of a new version as the one before it is wrapped: what opened that opens this. */
export function wrapNextKey(
	{ sodium, random }: WrapPorts,
	{ wrap, wrapping }: UnlockedKey,
	next: RealmKey,
	now: Instant,
): RealmKeyRow {
	const context = contextOf(wrap.realm_id, next.version);
	const wrapped = wrapKey(sodium, wrapping, next.bytes, context, random.bytes);
	return { ...wrap, version: next.version, ...wrapped, created_at: now };
}

/** Makes the realm key that follows another. */
export function nextRealmKey({ random }: WrapPorts, { version }: RealmKey): RealmKey {
	return { version: version + 1, bytes: random.bytes(REALM_KEY_BYTES) };
}

/** Opens that of the newest wraps which this key made, and all older keys; costs no Argon2id. */
export function unwrapRealmKey(
	sodium: Sodium,
	rows: readonly RealmKeyRow[],
	wrapping: Uint8Array,
): UnlockedKey | undefined {
	for (const wrap of newestWraps(rows)) {
		const key = unwrap(sodium, wrapping, wrap);
		if (key === undefined) continue;
		const newest = deriveSubkey(sodium, key.bytes, 'wrapping');
		const older = rows
			.filter(({ version }) => version < key.version)
			.flatMap((row) => unwrap(sodium, newest, row) ?? []);
		return { key, wrap, wrapping, older };
	}
	return undefined;
}

function wrappingOf(lock: RealmLock, { salt, cost }: RealmKeyRow): Promise<Uint8Array> {
	return lock.kind === 'key'
		? Promise.resolve(lock.key)
		: keyFromPassphrase(
				lock.passphrase,
				Buffer.from(salt ?? '', 'base64url'),
				JSON.parse(cost ?? '{}') as Argon2Cost,
			);
}

/**
 * Unwraps the realm key; `undefined` when `lock` made none of the wraps. A passphrase costs an
 * Argon2id for each wrap that a passphrase made, of which there are two at most.
 */
export async function unlockRealmKey(
	sodium: Sodium,
	rows: readonly RealmKeyRow[],
	lock: RealmLock,
): Promise<UnlockedKey | undefined> {
	for (const wrap of newestWraps(rows)) {
		if (wrap.wrapped_by !== lock.kind) continue;
		// One after the other: the first one is most likely the right one.
		const unlocked = unwrapRealmKey(sodium, rows, await wrappingOf(lock, wrap));
		if (unlocked !== undefined) return unlocked;
	}
	return undefined;
}
