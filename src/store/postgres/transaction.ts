import { type ClientBase, DatabaseError } from 'pg';

import { checkStorable } from '../storable-text';
import type { StatementResult } from '../store';
import type { Connections } from './connections';
import { isConnectionBroken } from './faults';

export interface Statement {
	readonly sql: string;
	readonly parameters: readonly unknown[];
	/** The server plans a statement with a name once per connection. */
	readonly name?: string;
}

const MOST_ATTEMPTS = 3;
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

/** Runs one statement, with what it returns. */
export async function runStatement(
	client: ClientBase,
	{ sql: text, parameters, name }: Statement,
): Promise<StatementResult> {
	checkStorable(parameters);
	const { rows, rowCount } = await client.query<Record<string, unknown>>({
		text,
		values: [...parameters],
		...(name === undefined ? {} : { name }),
	});
	return { rows, changes: rowCount ?? 0 };
}

const begin = async (client: ClientBase): Promise<void> => {
	await client.query('begin');
};

/** Does all of the work or none of it, in a transaction that has begun. */
async function finish<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
	try {
		const result = await work();
		await client.query('commit');
		return result;
	} catch (error) {
		if (!isConnectionBroken(error)) await client.query('rollback');
		throw error;
	}
}

/** Does all of the work or none of it. */
export async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
	await begin(client);
	return await finish(client, work);
}

const isCollision = (error: unknown): boolean =>
	error instanceof DatabaseError &&
	(error.code === DEADLOCK || error.code === SERIALIZATION_FAILURE);

/** Runs all statements or none, anew where another transaction stood in the way of this one. */
export async function runTogether(
	connections: Connections,
	statements: readonly Statement[],
): Promise<readonly StatementResult[]> {
	return await connections.run(async (client) => {
		const attempt = () =>
			finish(client, async () => {
				const results: StatementResult[] = [];
				// In order: a later statement may depend on what an earlier one did.
				for (const statement of statements) results.push(await runStatement(client, statement));
				return results;
			});
		for (let attempts = 1; ; attempts++) {
			try {
				return await attempt();
			} catch (error) {
				if (attempts === MOST_ATTEMPTS || !isCollision(error)) throw error;
				await begin(client);
			}
		}
	}, begin);
}
