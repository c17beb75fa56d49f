import {
	type CompiledQuery,
	type DatabaseConnection,
	type Dialect,
	type Driver,
	PostgresAdapter,
	PostgresIntrospector,
	PostgresQueryCompiler,
	SelectQueryNode,
} from 'kysely';

import { Fault } from '../fault';
import type { Connections } from './connections';
import { runStatement } from './transaction';

/** Kysely's connection stands for all of ours: a statement takes one only while it runs. */
function connection(connections: Connections): DatabaseConnection {
	return {
		async executeQuery<R>(query: CompiledQuery) {
			const use = SelectQueryNode.is(query.query) ? connections.read : connections.run;
			const { rows, changes } = await use((client) => runStatement(client, query));
			return { rows: [...rows] as R[], numAffectedRows: BigInt(changes) };
		},
		async *streamQuery() {
			throw new Fault('store-unavailable', 'Rows are not streamed from PostgreSQL.');
		},
	};
}

function driver(connections: Connections): Driver {
	const single = connection(connections);
	const refuse = () =>
		Promise.reject(new Fault('store-unavailable', 'Use Store.transaction for several statements.'));
	return {
		init: async () => {},
		acquireConnection: async () => single,
		beginTransaction: refuse,
		commitTransaction: refuse,
		rollbackTransaction: refuse,
		releaseConnection: async () => {},
		destroy: async () => {},
	};
}

/** Kysely on `pg`; transactions are `Store.transaction`, never interactive. */
export function postgresDialect(connections: Connections): Dialect {
	return {
		createAdapter: () => new PostgresAdapter(),
		createDriver: () => driver(connections),
		createIntrospector: (db) => new PostgresIntrospector(db),
		createQueryCompiler: () => new PostgresQueryCompiler(),
	};
}
