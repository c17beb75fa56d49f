import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { PostgresConnection, RealmStorage } from '../src/realm/settings';
import { newPostgresStorage, postgresStorage } from './postgres-schemas';

/** A place for a realm that no other test shares. */
export interface TestStorage {
	readonly storage: RealmStorage;
	/** Runs SQL there past our code: for what another program or version would do. */
	execute(sql: string): Promise<void>;
	remove(): Promise<void>;
}

export interface SqliteTestStorage extends TestStorage {
	readonly storage: { readonly kind: 'sqlite'; readonly file: string };
}

export interface PostgresTestStorage extends TestStorage {
	readonly storage: { readonly kind: 'postgres'; readonly connection: PostgresConnection };
}

export async function sqliteStorage(): Promise<SqliteTestStorage> {
	const folder = await mkdtemp(join(tmpdir(), 'realm-'));
	const file = join(folder, 'realm.sqlite');
	return {
		storage: { kind: 'sqlite', file },
		async execute(sql) {
			const database = new DatabaseSync(file);
			database.exec(sql);
			database.close();
		},
		remove: () => rm(folder, { recursive: true }),
	};
}

export interface StoreKind {
	readonly engine: RealmStorage['kind'];
	create(): Promise<TestStorage>;
	/** One that has no tables for certain: for what is about making them. */
	createNew(): Promise<TestStorage>;
}

const hasPostgres = process.env['TEST_WITHOUT_POSTGRES'] !== '1';

/** For suites about PostgreSQL alone. */
export const describePostgres = hasPostgres ? describe : describe.skip;

/** Every store that can be had here, for `describe.each(stores)('... in $engine', ...)`. */
export const stores: readonly StoreKind[] = [
	{ engine: 'sqlite', create: sqliteStorage, createNew: sqliteStorage },
	...(hasPostgres
		? [{ engine: 'postgres' as const, create: postgresStorage, createNew: newPostgresStorage }]
		: []),
];

/**
 * One place for all tests of a `describe`, where making one for each would take too long. Each of
 * them has a realm of its own there, by a name of its own.
 */
export function sharedBy(create: StoreKind['create']): StoreKind['create'] {
	let shared: TestStorage;
	beforeAll(async () => {
		shared = await create();
	});
	afterAll(() => shared.remove());
	return async () => ({ ...shared, remove: async () => {} });
}
