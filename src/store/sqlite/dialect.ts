import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

import {
	type CompiledQuery,
	type Dialect,
	SelectQueryNode,
	SqliteAdapter,
	SqliteIntrospector,
	SqliteQueryCompiler,
} from 'kysely';

import { Fault } from '../fault';
import { checkStorable } from '../storable-text';
import { type RunStatement, statementDriver } from '../statement-driver';
import { resultsOf, type Writer } from './writer';

/** Reads in this thread through statements that are prepared once, writes through the writer. */
function statementRunner(reader: DatabaseSync, writer: Writer): RunStatement {
	const prepared = new Map<string, StatementSync>();
	const read = (query: CompiledQuery) => {
		const statement = prepared.get(query.sql) ?? reader.prepare(query.sql);
		prepared.set(query.sql, statement);
		return statement.all(...(query.parameters as SQLInputValue[]));
	};

	return async <R>(query: CompiledQuery) => {
		if (SelectQueryNode.is(query.query)) {
			checkStorable(query.parameters);
			try {
				return { rows: read(query) as R[] };
			} catch (error) {
				throw new Fault('store-unavailable', "The realm's database could not be read.", error);
			}
		}
		const [result] = resultsOf(await writer.write([query]));
		return {
			rows: [...(result?.rows ?? [])] as R[],
			numAffectedRows: BigInt(result?.changes ?? 0),
		};
	};
}

/** Without this Kysely lets a read wait for every write, and never two writes share a commit. */
class UnqueuedAdapter extends SqliteAdapter {
	override get supportsMultipleConnections(): boolean {
		return true;
	}
}

/** Kysely on `node:sqlite`; transactions are `Store.transaction`, never interactive. */
export function sqliteDialect(reader: DatabaseSync, writer: Writer): Dialect {
	return {
		createAdapter: () => new UnqueuedAdapter(),
		createDriver: () => statementDriver(statementRunner(reader, writer)),
		createIntrospector: (db) => new SqliteIntrospector(db),
		createQueryCompiler: () => new SqliteQueryCompiler(),
	};
}
