import type { Sodium } from '../crypto/sodium';
import { Fault } from '../store/fault';
import { realmKeysOf } from '../store/realms';
import type { Store } from '../store/store';
import { type RealmKey, type UnlockedKey, unwrapRealmKey } from './realm-key';

/** The keys of an open realm. They grow in number while it is open, when its realm key is rotated. */
export interface RealmKeys {
	newest(): RealmKey;
	/** `undefined` for a version that the realm does not have, or that is not known here yet. */
	of(version: number): RealmKey | undefined;
	/** Those that are known here. */
	versions(): readonly number[];
	/** Takes in what an unlocking brought, of this process. */
	add(unlocked: UnlockedKey): void;
	/** Looks for keys that another process made. Costs no Argon2id. */
	refresh(): Promise<void>;
	/**
	 * Sees that a key is there which a row names.
	 *
	 * @throws {Fault} `wrong-passphrase` where it opens with another passphrase than this realm did
	 */
	need(version: number): Promise<void>;
}

export function realmKeys(
	sodium: Sodium,
	store: Pick<Store, 'db' | 'name'>,
	realmId: string,
	first: UnlockedKey,
): RealmKeys {
	const keys = new Map<number, RealmKey>();
	const wrappings = new Map<string, Uint8Array>();
	let newest = first.key;
	const add = ({ key, older, wrapping }: UnlockedKey): void => {
		for (const each of [...older, key]) keys.set(each.version, each);
		wrappings.set(Buffer.from(wrapping).toString('base64'), wrapping);
		if (key.version > newest.version) newest = key;
	};
	add(first);

	const refresh = async (): Promise<void> => {
		const rows = await realmKeysOf(store, realmId);
		for (const wrapping of wrappings.values()) {
			const unlocked = unwrapRealmKey(sodium, rows, wrapping);
			if (unlocked !== undefined) add(unlocked);
		}
	};

	return {
		newest: () => newest,
		of: (version) => keys.get(version),
		versions: () => [...keys.keys()],
		add,
		refresh,
		async need(version) {
			if (keys.has(version)) return;
			await refresh();
			if (keys.has(version)) return;
			throw new Fault(
				'wrong-passphrase',
				`The realm key in ${store.name} was rotated and opens with another passphrase: enter that one.`,
			);
		},
	};
}
