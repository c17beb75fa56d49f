import { randomBytes } from 'node:crypto';

import { Client } from 'pg';

import { parsePostgresUrl } from '../src/realm/postgres-url';
import type { PostgresConnection } from '../src/realm/settings';
import type { PostgresTestStorage } from './stores';

/** Emptied ones, for the tests of this file that follow. */
const idle: PostgresConnection[] = [];

function newSchema(): PostgresConnection {
	const parsed = parsePostgresUrl(process.env['TEST_POSTGRES_URL'] ?? '');
	if (parsed.kind === 'refused') throw new Error(parsed.sentence);
	return { ...parsed.connection, schema: `test_${randomBytes(8).toString('hex')}` };
}

async function execute(connection: PostgresConnection, sql: string): Promise<void> {
	const { schema, host, port, database, user, password } = connection;
	const options = `-c search_path=${schema}`;
	const client = new Client({ host, port, database, user, password, options });
	await client.connect();
	await client.query(`create schema if not exists ${schema}; ${sql}`).finally(() => client.end());
}

const drop = (connection: PostgresConnection): Promise<void> =>
	execute(connection, `drop schema if exists ${connection.schema} cascade`);

/** Deleting costs a fiftieth of making the tables anew, and half of that without checking each reference. */
const empty = (connection: PostgresConnection): Promise<void> =>
	execute(
		connection,
		`set session_replication_role = replica;
		do $$ declare name text; begin
			for name in select relname from pg_class
				where relnamespace = '${connection.schema}'::regnamespace and relkind = 'r' and relname <> 'migration'
			loop execute 'delete from ' || name; end loop;
		end $$`,
	);

function placeIn(
	connection: PostgresConnection,
	remove: (changed: boolean) => Promise<void>,
): PostgresTestStorage {
	let changed = false;
	return {
		storage: { kind: 'postgres', connection },
		async execute(sql) {
			changed ||= /\b(?:create|alter|drop|migration)\b/i.test(sql);
			await execute(connection, sql);
		},
		remove: () => remove(changed),
	};
}

/** A schema of which PostgreSQL has never heard. */
export async function newPostgresStorage(): Promise<PostgresTestStorage> {
	const connection = newSchema();
	return placeIn(connection, () => drop(connection));
}

/** A schema without a row; it may have the tables that an earlier test of the file made. */
export async function postgresStorage(): Promise<PostgresTestStorage> {
	const connection = idle.pop() ?? newSchema();
	return placeIn(connection, async (changed) => {
		if (changed) return await drop(connection);
		await empty(connection);
		idle.push(connection);
	});
}

afterAll(async () => {
	for (const connection of idle.splice(0)) await drop(connection);
});
