import { readySodium } from '../crypto/sodium';
import { Fault } from '../store/fault';
import { realmKeysOf } from '../store/realms';
import type { Store } from '../store/store';
import { unwrapRealmKey } from './realm-key';
import {
	type UnlockedRealm,
	type UnlockPorts,
	unlockRealm,
	type UnlockSettings,
} from './unlock-realm';

/** What one lock unlocked, until the realm no longer knows that lock. */
export interface RememberedLock {
	/**
	 * Unlocks the realm at the first call, for an Argon2id; later ones look again only after
	 * something of the realm was announced, for no Argon2id while the lock still opens it.
	 */
	unlock(): Promise<UnlockedRealm>;
	forget(): void;
}

const isUnavailable = (error: unknown): boolean =>
	error instanceof Fault && error.code === 'store-unavailable';

export function rememberLock(
	settings: UnlockSettings,
	store: Store,
	ports: UnlockPorts,
): RememberedLock {
	let known: Promise<UnlockedRealm> | undefined;
	let looked = true;
	let realmId: string | undefined;
	const forget = store.onAnnounced((announced) => {
		// While it is opened for the first time nobody knows yet which realm it is.
		if (announced === undefined || realmId === undefined || announced === realmId) looked = false;
	});

	const first = async (): Promise<UnlockedRealm> => {
		looked = true;
		const unlocked = await unlockRealm(settings, store, ports);
		realmId = unlocked.row.id;
		return unlocked;
	};
	const again = async (before: UnlockedRealm): Promise<UnlockedRealm> => {
		looked = true;
		try {
			const keys = await realmKeysOf(store, before.row.id);
			const { wrapping } = before.unlocked;
			const unlocked = unwrapRealmKey(await readySodium(), keys, wrapping);
			return unlocked === undefined ? await first() : { ...before, unlocked, created: false };
		} catch (error) {
			if (!isUnavailable(error)) throw error;
			// Nothing is decided while the database is away: it is looked at once it is back.
			looked = false;
			return before;
		}
	};
	/** What failed is tried anew at the next call. */
	const remember = (unlocking: Promise<UnlockedRealm>): Promise<UnlockedRealm> => {
		known = unlocking;
		unlocking.catch(() => {
			if (known === unlocking) known = undefined;
		});
		return unlocking;
	};

	return {
		unlock() {
			if (known === undefined) return remember(first());
			return looked ? known : remember(known.then(again));
		},
		forget,
	};
}
