import { type NewSecret, secretFromRow, type StoredValue, valueFromRow } from './secret-rows';
import type { Store } from './store';

/** A secret key as it is kept, with its current value, where that is there. */
export interface StoredSecret extends NewSecret {
	readonly value: StoredValue | undefined;
}

/** A datasource as it was read. */
export interface ReadState {
	readonly id: string;
	readonly stateMac: string;
}

/** Reads the secret keys of a datasource; what changes them is `Datasources.change`. */
export interface Secrets {
	/**
	 * In order of name, or the one of this name, as they belong to this state; `stale` where it is
	 * another by now.
	 */
	list(datasource: ReadState, name?: string): Promise<readonly StoredSecret[] | 'stale'>;
	/** All values that are kept of one secret key, the newest first. */
	values(secretId: string): Promise<readonly StoredValue[]>;
}

export function secretsOf({ db }: Store): Secrets {
	return {
		async list({ id: datasourceId, stateMac }, name) {
			let secrets = db
				.selectFrom('secret_key')
				.selectAll()
				.where('datasource_id', '=', datasourceId)
				.orderBy('name');
			let values = db
				.selectFrom('secret_version')
				.innerJoin('secret_key', 'secret_key.id', 'secret_version.secret_id')
				.selectAll('secret_version')
				.where('secret_key.datasource_id', '=', datasourceId)
				.whereRef('secret_version.version', '=', 'secret_key.version');
			if (name !== undefined) {
				secrets = secrets.where('name', '=', name);
				values = values.where('secret_key.name', '=', name);
			}
			const [found, current] = await Promise.all([secrets.execute(), values.execute()]);
			const same = await db
				.selectFrom('datasource')
				.select('id')
				.where('id', '=', datasourceId)
				.where('state_mac', '=', stateMac)
				.executeTakeFirst();
			if (same === undefined) return 'stale';
			const bySecret = new Map(current.map((row) => [row.secret_id, valueFromRow(row)]));
			return found.map((row) => ({ ...secretFromRow(row), value: bySecret.get(row.id) }));
		},
		async values(secretId) {
			const rows = await db
				.selectFrom('secret_version')
				.selectAll()
				.where('secret_id', '=', secretId)
				.orderBy('version', 'desc')
				.execute();
			return rows.map(valueFromRow);
		},
	};
}
