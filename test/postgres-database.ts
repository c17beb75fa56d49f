import { randomBytes } from 'node:crypto';

import { Client } from 'pg';

import { parsePostgresUrl } from '../src/realm/postgres-url';
import type { PostgresTestStorage } from './stores';

async function run(url: URL, sql: string): Promise<void> {
	const client = new Client({ connectionString: url.href });
	await client.connect();
	await client.query(sql).finally(() => client.end());
}

/** A database of its own, for what has no say in the name of our schema. */
export async function postgresDatabase(): Promise<PostgresTestStorage & { readonly url: URL }> {
	const server = new URL(process.env['TEST_POSTGRES_URL'] ?? '');
	const name = `test_${randomBytes(8).toString('hex')}`;
	const url = new URL(server);
	url.pathname = `/${name}`;
	await run(server, `create database ${name}`);
	const parsed = parsePostgresUrl(url.href);
	if (parsed.kind === 'refused') throw new Error(parsed.sentence);
	const { connection } = parsed;
	return {
		url,
		storage: { kind: 'postgres', connection },
		execute: (sql) => run(url, `set search_path to ${connection.schema}; ${sql}`),
		remove: () => run(server, `drop database ${name} with (force)`),
	};
}
