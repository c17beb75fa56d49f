import { fingerprintOf } from '../crypto/fingerprint';
import type { Store } from '../store/store';
import { openRealm, openStore, type RealmPorts } from './open-realm';
import type { Realm } from './realm';
import type { RealmSettings } from './settings';

export interface Opened {
	readonly realm: Realm;
	/** Whether this very call made the realm. */
	readonly created: boolean;
}

/** The open realms of a process: settings that mean the same realm share one. */
export interface SharedRealms {
	/** Opens or creates a realm. What failed is tried anew at the next call. */
	open(settings: RealmSettings): Promise<Opened>;
	close(): Promise<void>;
}

/** One promise per key, forgotten when it fails. */
function remember<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>) {
	const found = known.get(key);
	if (found) return found;
	const made = make();
	known.set(key, made);
	made.catch(() => known.delete(key));
	return made;
}

function lockText({ lock }: RealmSettings): string {
	return lock.kind === 'key' ? Buffer.from(lock.key).toString('base64') : lock.passphrase;
}

export function sharedRealms(ports: RealmPorts): SharedRealms {
	const stores = new Map<string, Promise<Store>>();
	const realms = new Map<string, Promise<Realm>>();

	return {
		async open(settings) {
			const { file } = settings.storage;
			const store = await remember(stores, file, () => openStore(settings.storage, ports.clock));
			// The lock is part of the key: who does not know the passphrase never gets an open realm.
			const key = JSON.stringify([store.name, settings.realm, fingerprintOf(lockText(settings))]);
			let created = false;
			const realm = await remember(realms, key, async () => {
				const opened = await openRealm(settings, store, ports);
				({ created } = opened);
				return opened.realm;
			});
			return { realm, created };
		},
		async close() {
			const opened = await Promise.allSettled(realms.values());
			const open = await Promise.allSettled(stores.values());
			stores.clear();
			realms.clear();
			for (const realm of opened) {
				if (realm.status === 'fulfilled') await realm.value.close();
			}
			for (const store of open) {
				if (store.status === 'fulfilled') await store.value.close();
			}
		},
	};
}
