import { postgresDatabase } from './postgres-database';
import { sqliteStorage, type StoreKind, stores, type TestStorage } from './stores';

/** A place for a realm, and how the command is told of it. */
export interface CommandPlace {
	readonly storage: TestStorage;
	readonly args: readonly string[];
	readonly environment: Record<string, string>;
}

const create: Record<StoreKind['engine'], () => Promise<CommandPlace>> = {
	async sqlite() {
		const storage = await sqliteStorage();
		return { storage, args: ['--sqlite', storage.storage.file], environment: {} };
	},
	async postgres() {
		const storage = await postgresDatabase();
		const { host, port, database, user, password } = storage.storage.connection;
		const environment = {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: host,
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: database,
			DB_POSTGRESDB_USER: user,
			DB_POSTGRESDB_PASSWORD: password,
		};
		return { storage, args: [], environment };
	},
};

/** Every store that can be had here, as the command finds it. */
export const commandPlaces = stores.map(({ engine }) => ({ engine, create: create[engine] }));
