import { Client } from 'pg';

import { type AnyRow, type BulkWriter, ROWS_AT_ONCE, type Snapshot } from '../bulk';
import { clientConfigOf } from './connection';
import { nameOf, type PostgresConnection } from './place';
import { faultOf } from './faults';
import { inTransaction, runStatement } from './transaction';

const WITHOUT_LIMIT = 0;

/** Runs work on a connection of its own that may take as long as it needs. */
async function withClient<T>(
	connection: PostgresConnection,
	work: (client: Client) => Promise<T>,
): Promise<T> {
	const client = new Client({
		...clientConfigOf(connection),
		statement_timeout: WITHOUT_LIMIT,
		query_timeout: WITHOUT_LIMIT,
		idle_in_transaction_session_timeout: WITHOUT_LIMIT,
	});
	client.on('error', () => {});
	try {
		await client.connect();
	} catch (error) {
		throw faultOf(error, nameOf(connection));
	}
	try {
		return await work(client);
	} finally {
		client.connection.stream.destroy();
	}
}

/** One transaction that sees what was committed before its first statement, and nothing later. */
export async function postgresSnapshot<T>(
	connection: PostgresConnection,
	work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
	return await withClient(connection, async (client) => {
		const ask = async (sql: string, parameters: readonly unknown[] = []) => {
			try {
				return await runStatement(client, { sql, parameters });
			} catch (error) {
				throw faultOf(error, nameOf(connection));
			}
		};
		const snapshot: Snapshot = {
			async *pages(query) {
				const { sql, parameters } = query.compile();
				await ask(`declare rows_of_realm no scroll cursor for ${sql}`, parameters);
				for (;;) {
					// In order: a cursor gives one page after the other.
					const { rows } = await ask(`fetch ${String(ROWS_AT_ONCE)} from rows_of_realm`);
					yield rows;
					if (rows.length < ROWS_AT_ONCE) break;
				}
				await ask('close rows_of_realm');
			},
		};
		await ask('begin isolation level repeatable read read only');
		return await work(snapshot);
	});
}

export async function postgresBulkWrite<T>(
	connection: PostgresConnection,
	work: (writer: BulkWriter) => Promise<T>,
): Promise<T> {
	return await withClient(connection, async (client) => {
		const writer: BulkWriter = {
			async run(statement): Promise<readonly AnyRow[]> {
				try {
					return (await runStatement(client, statement.compile())).rows;
				} catch (error) {
					throw faultOf(error, nameOf(connection));
				}
			},
		};
		return await inTransaction(client, () => work(writer));
	});
}
