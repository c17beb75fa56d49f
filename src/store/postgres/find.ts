import { Client } from 'pg';

import { clientConfigOf } from './connection';
import { nameOf, type PostgresConnection } from './place';
import { faultOf } from './faults';

async function ask<T extends object>(
	connection: PostgresConnection,
	sql: string,
	values: readonly unknown[] = [],
): Promise<T | undefined> {
	const client = new Client(clientConfigOf(connection));
	client.on('error', () => {});
	try {
		await client.connect();
		return (await client.query<T>(sql, [...values])).rows[0];
	} catch (error) {
		throw faultOf(error, nameOf(connection));
	} finally {
		client.connection.stream.destroy();
	}
}

/** Whether our tables are in a PostgreSQL database. Makes nothing. */
export async function hasTables(connection: PostgresConnection): Promise<boolean> {
	const row = await ask<{ found: boolean }>(
		connection,
		'select to_regclass($1) is not null as found',
		[`${connection.schema}.migration`],
	);
	return row?.found === true;
}

/** The schema of our tables, which are not changed. They have to be there. */
export async function schemaOfTables(connection: PostgresConnection): Promise<number> {
	const row = await ask<{ version: number | null }>(
		connection,
		'select max(version) as version from migration',
	);
	return row?.version ?? 0;
}
