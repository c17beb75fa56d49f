import type { Datasources, StoredDatasource } from '../store/datasources';
import type { RealmKeys } from './realm-keys';

/** The same datasources; what a rotation in another process wrapped anew brings its realm key along. */
export function datasourcesWithKeys(datasources: Datasources, keys: RealmKeys): Datasources {
	const withKeys = async <T extends StoredDatasource | undefined>(found: readonly T[]) => {
		const isUnknown = (one: T): boolean => one !== undefined && !keys.of(one.keyVersion);
		if (found.some(isUnknown)) await keys.refresh();
	};
	const one = async (finding: Promise<StoredDatasource | undefined>) => {
		const found = await finding;
		await withKeys([found]);
		return found;
	};
	return {
		...datasources,
		find: (name) => one(datasources.find(name)),
		findById: (id) => one(datasources.findById(id)),
		async list(limit) {
			const found = await datasources.list(limit);
			await withKeys(found);
			return found;
		},
	};
}
