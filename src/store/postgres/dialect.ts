import {
	type CompiledQuery,
	type Dialect,
	PostgresAdapter,
	PostgresIntrospector,
	SelectQueryNode,
} from 'kysely';

import { type RunStatement, statementDriver } from '../statement-driver';
import type { Connections } from './connections';
import { FunctionCompiler } from './function-compiler';
import { runStatement } from './transaction';

/** A statement takes a connection only while it runs. */
function statementRunner(connections: Connections): RunStatement {
	return async <R>(query: CompiledQuery) => {
		const use = SelectQueryNode.is(query.query) ? connections.read : connections.run;
		const { rows, changes } = await use((client) => runStatement(client, query));
		return { rows: [...rows] as R[], numAffectedRows: BigInt(changes) };
	};
}

/** Kysely on `pg`; transactions are `Store.transaction`, never interactive. */
export function postgresDialect(connections: Connections): Dialect {
	return {
		createAdapter: () => new PostgresAdapter(),
		createDriver: () => statementDriver(statementRunner(connections)),
		createIntrospector: (db) => new PostgresIntrospector(db),
		createQueryCompiler: () => new FunctionCompiler(),
	};
}
