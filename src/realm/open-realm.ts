import { systemRandom } from '../crypto/random';
import { readySodium } from '../crypto/sodium';
import type { Clock } from '../store/clock';
import { openPostgres } from '../store/postgres/open';
import { openSqlite } from '../store/sqlite/open';
import type { Store } from '../store/store';
import { composeRealm } from './compose-realm';
import type { Realm } from './realm';
import { type RealmKeys, realmKeys } from './realm-keys';
import type { RealmSettings, RealmStorage } from './settings';
import {
	type UnlockedRealm,
	type UnlockPorts,
	unlockExistingRealm,
	unlockRealm,
} from './unlock-realm';

export interface RealmPorts extends UnlockPorts {
	/** Is told in a sentence what an operator should see to. */
	readonly warn?: (sentence: string) => void;
}

/** Opens the database that the settings name. The caller closes it. */
export function openStore(storage: RealmStorage, clock: Clock): Promise<Store> {
	switch (storage.kind) {
		case 'sqlite':
			return openSqlite(storage.file, clock.now());
		case 'postgres':
			return openPostgres(storage.connection, { now: clock.now(), random: systemRandom });
	}
}

export type OpenSettings = Pick<RealmSettings, 'realm' | 'lock' | 'auditAnchorFile'>;

/** A realm with its keys, which grow while it is open. */
export interface OpenedRealm {
	readonly realm: Realm;
	readonly keys: RealmKeys;
}

/** Puts a realm together that was unlocked. */
export async function realmOfUnlocked(
	{ auditAnchorFile }: Pick<OpenSettings, 'auditAnchorFile'>,
	store: Store,
	{ clock, random, warn }: RealmPorts,
	{ row, unlocked }: UnlockedRealm,
): Promise<OpenedRealm> {
	const sodium = await readySodium();
	const keys = realmKeys(sodium, store, row.id, unlocked);
	const parts = { sodium, random, clock, store, row, keys, auditAnchorFile, warn };
	return { realm: composeRealm(parts), keys };
}

/**
 * Opens a realm, or creates it where there is none of that name: see `unlockRealm`.
 *
 * @throws {Fault} `wrong-passphrase`, after which nothing has been written
 */
export async function openRealm(
	settings: OpenSettings,
	store: Store,
	ports: RealmPorts,
): Promise<{ readonly realm: Realm; readonly created: boolean }> {
	const unlocked = await unlockRealm(settings, store, ports);
	const { realm } = await realmOfUnlocked(settings, store, ports, unlocked);
	return { realm, created: unlocked.created };
}

/**
 * Opens a realm that is there, and never makes one.
 *
 * @throws {Fault} `unknown-realm`, or `wrong-passphrase`
 */
export async function openExistingRealm(
	settings: OpenSettings,
	store: Store,
	ports: RealmPorts,
): Promise<Realm> {
	const unlocked = await unlockExistingRealm(settings, store);
	return (await realmOfUnlocked(settings, store, ports, unlocked)).realm;
}
