import type { RandomSource } from '../crypto/random';
import { readySodium } from '../crypto/sodium';
import type { Clock } from '../store/clock';
import { Fault } from '../store/fault';
import { addRealm, findRealm, type StoredRealm } from '../store/realms';
import type { RealmRow } from '../store/schema';
import type { Store } from '../store/store';
import { createRealmKey, newestWraps, type UnlockedKey, unlockRealmKey } from './realm-key';
import type { RealmSettings } from './settings';

export type UnlockSettings = Pick<RealmSettings, 'realm' | 'lock'>;

export interface UnlockPorts {
	readonly clock: Clock;
	readonly random: RandomSource;
}

/** A realm whose key was unwrapped by the lock of somebody's settings. */
export interface UnlockedRealm {
	readonly row: RealmRow;
	readonly unlocked: UnlockedKey;
	/** Whether this very call made the realm. */
	readonly created: boolean;
}

/**
 * Unlocks a realm, or creates it where there is none of that name. Of several that race for a new
 * realm one creates it and all get it.
 *
 * @throws {Fault} `wrong-passphrase`, after which nothing has been written
 */
export async function unlockRealm(
	settings: UnlockSettings,
	store: Store,
	{ clock, random }: UnlockPorts,
): Promise<UnlockedRealm> {
	const found = await findRealm(store, settings.realm);
	if (found !== undefined) return await unlock(settings, store, found);
	const now = clock.now();
	const id = random.uuid();
	const ports = { sodium: await readySodium(), random };
	const unlocked = await createRealmKey(ports, id, settings.lock, now);
	const row = {
		id,
		name: settings.realm,
		environment: 'live',
		created_at: now,
		access_revision: 0,
		issuer: null,
	} as const;
	if ((await addRealm(store, { realm: row, key: unlocked.wrap })) === 'added') {
		return { row, unlocked, created: true };
	}
	return await unlock(settings, store, await findRealm(store, settings.realm));
}

/**
 * Unlocks a realm that is there, and never makes one.
 *
 * @throws {Fault} `unknown-realm`, or `wrong-passphrase`
 */
export async function unlockExistingRealm(
	settings: UnlockSettings,
	store: Store,
): Promise<UnlockedRealm> {
	return await unlock(settings, store, await findRealm(store, settings.realm));
}

async function unlock(
	settings: UnlockSettings,
	store: Store,
	stored: StoredRealm | undefined,
): Promise<UnlockedRealm> {
	if (stored === undefined) throw unknownRealm(settings, store);
	const sodium = await readySodium();
	const unlocked = await unlockRealmKey(sodium, stored.keys, settings.lock);
	if (unlocked === undefined) throw wrongPassphrase(settings, store, stored);
	return { row: stored.realm, unlocked, created: false };
}

function unknownRealm({ realm }: UnlockSettings, { name }: Store): Fault {
	return new Fault(
		'unknown-realm',
		`There is no realm "${realm}" in ${name}: name one that is there.`,
	);
}

function wrongPassphrase(
	{ realm, lock }: UnlockSettings,
	{ name }: Store,
	{ keys }: StoredRealm,
): Fault {
	const given = lock.kind === 'key' ? 'key' : 'passphrase';
	const needed = [...new Set(newestWraps(keys).map(({ wrapped_by: kind }) => `its ${kind}`))].join(
		' or ',
	);
	return new Fault(
		'wrong-passphrase',
		`The ${given} does not open realm "${realm}" in ${name}: enter ${needed}.`,
	);
}
