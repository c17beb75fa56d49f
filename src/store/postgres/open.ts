import { Kysely } from 'kysely';

import type { RandomSource } from '../../crypto/random';
import { announcementListeners } from '../announcements';
import type { Instant } from '../clock';
import type { Schema } from '../schema';
import type { Store } from '../store';
import { nameOf, type PostgresConnection } from './connection';
import { openConnections } from './connections';
import { postgresDialect } from './dialect';
import { CHANNEL, startListener } from './listener';
import { migrate } from './migrate';
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
		async announce(realmId) {
			listeners.tell(realmId);
			await connections.run((client) =>
				client.query('select pg_notify($1, $2)', [CHANNEL, realmId]),
			);
		},
		onAnnounced: listeners.add,
		listening: listener.listens,
		async close() {
			listener.stop();
			await connections.close();
		},
	};
}
