import type { WrappedKey } from '../crypto/wrapped-key';
import { changed } from './access-change';
import type { Store } from './store';

/** A datasource whose key is wrapped by an older realm key. */
export interface OutdatedDatasource {
	readonly id: string;
	readonly keyVersion: number;
	readonly wrapped: WrappedKey;
}

export interface OutdatedDatasources {
	count(): Promise<number>;
	/** The next ones behind an id, in order of their ids. */
	after(id: string, limit: number): Promise<readonly OutdatedDatasource[]>;
	/** Puts another wrap in place of the one that was read, and of no other. */
	replace(before: OutdatedDatasource, wrapped: WrappedKey): Promise<'replaced' | 'gone'>;
}

/** Those of a realm that are not wrapped by this version of its key. */
export function outdatedDatasourcesOf(
	store: Store,
	realmId: string,
	version: number,
): OutdatedDatasources {
	const { db } = store;
	const outdated = db
		.selectFrom('datasource')
		.where('realm_id', '=', realmId)
		.where('key_version', '<', version);
	return {
		async count() {
			const counted = outdated.select(({ fn }) => fn.countAll<number>().as('count'));
			return Number((await counted.executeTakeFirstOrThrow()).count);
		},
		async after(id, limit) {
			const rows = await outdated
				.selectAll()
				.where('id', '>', id)
				.orderBy('id')
				.limit(limit)
				.execute();
			return rows.map(({ id: found, key_version: keyVersion, nonce, ciphertext, commitment }) => ({
				id: found,
				keyVersion,
				wrapped: { nonce, ciphertext, commitment },
			}));
		},
		async replace({ id, wrapped: before }, { nonce, ciphertext, commitment }) {
			const results = await store.transaction([
				db
					.updateTable('datasource')
					.set({ key_version: version, nonce, ciphertext, commitment })
					.where('id', '=', id)
					.where('nonce', '=', before.nonce),
			]);
			return changed(results) ? 'replaced' : 'gone';
		},
	};
}
