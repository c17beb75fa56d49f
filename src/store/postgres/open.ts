import { Kysely } from 'kysely';

import type { RandomSource } from '../../crypto/random';
import { announcementListeners } from '../announcements';
import type { Instant } from '../clock';
import type { Schema } from '../schema';
import type { Store } from '../store';
import { postgresBulkWrite, postgresSnapshot } from './bulk';
import { nameOf, type PostgresConnection } from './place';
import { openConnections } from './connections';
import { postgresDialect } from './dialect';
import { CHANNEL, startListener } from './listener';
import { migrate } from './migrate';
import { postgresBuckets } from './rate-buckets';
import { runTogether } from './transaction';

/** Opens or creates our schema in a PostgreSQL database and brings it up to date. */
export async function openPostgres(
	connection: PostgresConnection,
	ports: { readonly now: Instant; readonly random: RandomSource },
): Promise<Store> {
	await migrate(connection, ports.now);
	const connections = openConnections(connection);
	const listeners = announcementListeners();
	const listener = startListener(connection, ports.random, listeners.tell);
	return {
		name: nameOf(connection),
		db: new Kysely<Schema>({ dialect: postgresDialect(connections) }),
		async transaction(queries) {
			return await runTogether(
				connections,
				queries.map((query) => query.compile()),
			);
		},
		async time() {
			const { rows } = await connections.read((client) =>
				client.query<{ now: number }>(
					'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now',
				),
			);
			return rows[0]?.now ?? 0;
		},
		snapshot: (work) => postgresSnapshot(connection, work),
		bulkWrite: (work) => postgresBulkWrite(connection, work),
		async announce(realmId) {
			listeners.tell(realmId);
			await connections.run((client) =>
				client.query('select pg_notify($1, $2)', [CHANNEL, realmId]),
			);
		},
		rateBuckets: (realmId) => postgresBuckets(connections, realmId),
		onAnnounced: listeners.add,
		listening: listener.listens,
		async close() {
			listener.stop();
			await connections.close();
		},
	};
}
