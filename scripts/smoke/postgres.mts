import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Database, Row } from '../n8n/database.mts';

const DEFAULT_URL = 'postgres://postgres@127.0.0.1:5432/test';
const LIMIT_MS = 60_000;

/** Makes a database of its own on the server of the tests, for n8n and its realm together. */
export async function createDatabase(): Promise<Database & { close(): Promise<void> }> {
	const server = new URL(process.env['TEST_POSTGRES_URL'] ?? DEFAULT_URL);
	const name = `smoke_${randomBytes(6).toString('hex')}`;
	const own = new URL(server);
	own.pathname = `/${name}`;
	await runOn(server, async (client) => await client.query(`create database ${name}`));
	return {
		environment: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: server.hostname,
			DB_POSTGRESDB_PORT: server.port || '5432',
			DB_POSTGRESDB_DATABASE: name,
			DB_POSTGRESDB_USER: decodeURIComponent(server.username),
			DB_POSTGRESDB_PASSWORD: decodeURIComponent(server.password),
		},
		query: async (sql) => await runOn(own, async (client) => await queryRealm(client, sql)),
		dump: async (folder) => await runOn(own, async (client) => await dump(client, folder)),
		close: async () => {
			await runOn(
				server,
				async (client) => await client.query(`drop database if exists ${name} with (force)`),
			);
		},
	};
}

async function runOn<T>(url: URL, work: (client: Client) => Promise<T>): Promise<T> {
	const client = new Client({ connectionString: url.href, connectionTimeoutMillis: LIMIT_MS });
	await client.connect().catch((error: unknown) => {
		throw new Error(
			`PostgreSQL does not let us in at ${url.host}: start it there, or name another in TEST_POSTGRES_URL.`,
			{ cause: error },
		);
	});
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}

async function queryRealm(client: Client, sql: string): Promise<readonly Row[]> {
	await client.query('set search_path to incoming_api');
	return (await client.query<Row>(sql)).rows;
}

/** Writes what every table holds into a file per schema, bytes as they are. */
async function dump(client: Client, folder: string): Promise<void> {
	const { rows: tables } = await client.query<{ schema: string; name: string }>(
		`select table_schema as schema, format('%I.%I', table_schema, table_name) as name
		from information_schema.tables
		where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
	);
	const texts = new Map<string, string[]>();
	for (const { schema, name } of tables) {
		const { rows } = await client.query<Record<string, unknown>>(`select * from ${name}`);
		const values = rows.flatMap((row) => Object.values(row).map(textOf));
		texts.set(schema, [...(texts.get(schema) ?? []), name, ...values]);
	}
	for (const [schema, lines] of texts) {
		const file = schema === 'public' ? 'database.dump' : `${schema}.dump`;
		writeFileSync(join(folder, file), lines.join('\n'), 'latin1');
	}
}

function textOf(value: unknown): string {
	if (Buffer.isBuffer(value)) return value.toString('latin1');
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
	return Buffer.from(text).toString('latin1');
}
