import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

import type { CompiledQuery } from 'kysely';

import { type AnyRow, type BulkWriter, ROWS_AT_ONCE, type Snapshot } from '../bulk';
import { Fault } from '../fault';
import { checkStorable } from '../storable-text';

const BUSY_TIMEOUT_MILLISECONDS = 5000;

const valuesOf = ({ parameters }: CompiledQuery) => parameters as SQLInputValue[];

function* inPages(rows: Iterable<AnyRow>): Generator<readonly AnyRow[]> {
	let page: AnyRow[] = [];
	for (const row of rows) {
		page.push(row);
		if (page.length < ROWS_AT_ONCE) continue;
		yield page;
		page = [];
	}
	yield page;
}

async function using<T>(database: DatabaseSync, begin: string, work: () => Promise<T>): Promise<T> {
	try {
		database.exec(begin);
		const result = await work();
		database.exec('commit');
		return result;
	} catch (error) {
		if (error instanceof Fault || !(error instanceof Error && 'errcode' in error)) throw error;
		throw new Fault(
			'store-unavailable',
			`The realm's database could not be copied: ${error.message}`,
			error,
		);
	} finally {
		// What was not committed is rolled back.
		database.close();
	}
}

/** A reader of its own: in WAL mode its transaction stays where it began and holds nobody up. */
export async function sqliteSnapshot<T>(
	file: string,
	work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
	const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MILLISECONDS });
	const snapshot: Snapshot = {
		async *pages(query) {
			const compiled = query.compile();
			yield* inPages(database.prepare(compiled.sql).iterate(...valuesOf(compiled)));
		},
	};
	return await using(database, 'begin', () => work(snapshot));
}

/** A writer of its own beside the writing thread, which has to wait for it. */
export async function sqliteBulkWrite<T>(
	file: string,
	work: (writer: BulkWriter) => Promise<T>,
): Promise<T> {
	const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MILLISECONDS });
	const writer: BulkWriter = {
		async run(statement) {
			const compiled = statement.compile();
			checkStorable(compiled.parameters);
			return database.prepare(compiled.sql).all(...valuesOf(compiled));
		},
	};
	const pragmas = 'pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on';
	return await using(database, `${pragmas}; begin immediate`, () => work(writer));
}
