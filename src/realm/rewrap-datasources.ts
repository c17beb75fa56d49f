import { rewrapDatasourceKey } from '../secrets/realm-vaults';
import { outdatedDatasourcesOf } from '../store/outdated-datasources';
import type { Store } from '../store/store';
import type { UnlockedKey, WrapPorts } from './realm-key';
import type { Rewrapping } from './rotate-realm-key';

const AT_ONCE = 100;

/** Wraps the keys of a realm's datasources anew; secret keys stay as they are, under those. */
export function rewrapDatasources({ sodium, random }: WrapPorts, store: Store): Rewrapping {
	let last = '';
	const outdated = ({ wrap, key }: UnlockedKey) =>
		outdatedDatasourcesOf(store, wrap.realm_id, key.version);
	return {
		left: (newest) => outdated(newest).count(),
		async wrapSome(newest) {
			const some = await outdated(newest).after(last, AT_ONCE);
			for (const before of some) {
				last = before.id;
				const older = newest.older.find(({ version }) => version === before.keyVersion);
				const deps = { sodium, bytes: random.bytes };
				const place = { realmId: newest.wrap.realm_id, datasourceId: before.id };
				const wrapped =
					older && rewrapDatasourceKey(deps, place, before.wrapped, older.bytes, newest.key.bytes);
				// One that was damaged before stays as it is, and says so where it is used.
				if (wrapped !== undefined) await outdated(newest).replace(before, wrapped);
			}
			return some.length;
		},
	};
}
