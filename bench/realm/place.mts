import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { RealmStorage } from '../../src/realm/settings.ts';
import { loadProduct } from './product.mts';

/** A place for a realm that nothing else uses. */
export interface Place {
	readonly storage: RealmStorage;
	/** Runs SQL there past the product, as fast as the engine can. */
	execute(sql: string): Promise<void>;
	remove(): Promise<void>;
}

export type Engine = RealmStorage['kind'];

export const ENGINE_NAMES: Readonly<Record<Engine, string>> = {
	sqlite: 'SQLite',
	postgres: 'PostgreSQL',
};

const POSTGRES_URL = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test';

export async function createPlace(engine: Engine): Promise<Place> {
	return engine === 'sqlite' ? await createFile() : createSchema();
}

/** Why there is no PostgreSQL to measure, or `undefined` where there is. */
export async function whyNoPostgres(): Promise<string | undefined> {
	const client = new Client({ connectionString: POSTGRES_URL, connectionTimeoutMillis: 2_000 });
	try {
		await client.connect();
		await client.end();
		return undefined;
	} catch {
		const { host } = new URL(POSTGRES_URL);
		return `PostgreSQL does not answer at ${host} (TEST_POSTGRES_URL): left out.`;
	}
}

async function createFile(): Promise<Place> {
	const folder = await mkdtemp(join(tmpdir(), 'incoming-api-bench-'));
	const file = join(folder, 'realm.sqlite');
	return {
		storage: { kind: 'sqlite', file },
		async execute(sql) {
			const database = new DatabaseSync(file);
			database.exec(`pragma synchronous = off; pragma cache_size = -500000; ${sql}`);
			database.close();
		},
		remove: () => rm(folder, { recursive: true }),
	};
}

function createSchema(): Place {
	const parsed = loadProduct().parsePostgresUrl(POSTGRES_URL);
	if (parsed.kind === 'refused') throw new Error(parsed.sentence);
	const schema = `bench_${randomBytes(6).toString('hex')}`;
	const execute = async (sql: string): Promise<void> => {
		const options = `-c search_path=${schema}`;
		const client = new Client({ connectionString: POSTGRES_URL, options });
		await client.connect();
		try {
			await client.query(sql);
		} finally {
			await client.end();
		}
	};
	return {
		storage: { kind: 'postgres', connection: { ...parsed.connection, schema } },
		execute,
		remove: () => execute(`drop schema if exists ${schema} cascade`),
	};
}
