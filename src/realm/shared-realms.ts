import { fingerprintOf } from '../crypto/fingerprint';
import type { Store } from '../store/store';
import { openExistingStore } from './existing-store';
import { type Datasource, type DatasourceSettings, openDatasource } from './open-datasource';
import { type OpenedRealm, openStore, realmOfUnlocked, type RealmPorts } from './open-realm';
import type { Realm } from './realm';
import type { RealmSettings, RealmStorage } from './settings';
import { type RememberedLock, rememberLock } from './unlocked-realms';

export interface Opened {
	readonly realm: Realm;
	/** Whether this very call made the realm. */
	readonly created: boolean;
	readonly storage: RealmStorage['kind'];
}

/** The open realms of a process: settings that mean the same realm share one. */
export interface SharedRealms {
	/** Opens or creates a realm. What failed is tried anew at the next call. */
	open(settings: RealmSettings): Promise<Opened>;
	/** Saves of every open realm what is in memory only. Does not fail. */
	save(): Promise<void>;
	/** Opens a datasource of a realm that is there, by its own key and without the passphrase. */
	openDatasource(settings: DatasourceSettings): Promise<Datasource>;
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

/** Tells storages apart without keeping what opens them. */
function storageKey(storage: RealmStorage): string {
	if (storage.kind === 'sqlite') return storage.file;
	return `postgres:${fingerprintOf(JSON.stringify(storage.connection))}`;
}

export function sharedRealms(ports: RealmPorts): SharedRealms {
	const stores = new Map<string, Promise<Store>>();
	const locks = new Map<string, RememberedLock>();
	const realms = new Map<string, Promise<OpenedRealm>>();
	const datasources = new Map<string, Promise<Datasource>>();
	const storeOf = (storage: RealmStorage, open = openStore): Promise<Store> =>
		remember(stores, storageKey(storage), () => open(storage, ports.clock));

	/** Whoever does not know what opens a realm gets it never, also where somebody has it open. */
	const lockOf = (settings: RealmSettings, store: Store): RememberedLock => {
		const key = JSON.stringify([store.name, settings.realm, fingerprintOf(lockText(settings))]);
		const lock = locks.get(key) ?? rememberLock(settings, store, ports);
		locks.set(key, lock);
		return lock;
	};

	return {
		async open(settings) {
			const store = await storeOf(settings.storage);
			const unlocked = await lockOf(settings, store).unlock();
			let made = false;
			const key = JSON.stringify([store.name, unlocked.row.id]);
			const { realm, keys } = await remember(realms, key, () => {
				made = true;
				return realmOfUnlocked(settings, store, ports, unlocked);
			});
			// Another process may have rotated the realm key since it was opened here.
			keys.add(unlocked.unlocked);
			return { realm, created: made && unlocked.created, storage: settings.storage.kind };
		},
		async save() {
			await Promise.allSettled(
				[...realms.values()].map(async (realm) => (await realm).realm.save()),
			);
		},
		async openDatasource({ storage, realm, datasource, datasourceKey }) {
			const store = await storeOf(storage, openExistingStore);
			const key = JSON.stringify([store.name, realm, datasource, fingerprintOf(datasourceKey)]);
			return await remember(datasources, key, () =>
				openDatasource({ realm, datasource, datasourceKey }, store, ports),
			);
		},
		async close() {
			const realmsAlone = [...realms.values()].map(async (opening) => (await opening).realm);
			const opened = await Promise.allSettled([...realmsAlone, ...datasources.values()]);
			const open = await Promise.allSettled(stores.values());
			for (const lock of locks.values()) lock.forget();
			stores.clear();
			locks.clear();
			realms.clear();
			datasources.clear();
			// A realm that cannot write what it owes must not keep the stores from being closed.
			await Promise.allSettled(
				opened.map(async (realm) => {
					if (realm.status === 'fulfilled') await realm.value.close();
				}),
			);
			for (const store of open) {
				if (store.status === 'fulfilled') await store.value.close();
			}
		},
	};
}
