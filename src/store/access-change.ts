import type { Compilable } from 'kysely';

import type { StatementResult, Store } from './store';

/**
 * Changes who may do what, in one transaction. Its first statement writes the realm's row, so that
 * such changes follow one another also where the database would let them overlap.
 */
export async function changeAccess(
	store: Store,
	realmId: string,
	statements: readonly Compilable[],
): Promise<readonly StatementResult[]> {
	const count = store.db
		.updateTable('realm')
		.set(({ eb }) => ({ access_revision: eb('access_revision', '+', 1) }))
		.where('id', '=', realmId);
	const [, ...results] = await store.transaction([count, ...statements]);
	return results;
}

/** Whether the statement at `index` changed anything. */
export function changed(results: readonly StatementResult[], index = 0): boolean {
	return (results[index]?.changes ?? 0) > 0;
}

const MOST_AT_ONCE = 500;

/** A list in parts that fit into a statement's parameters on every engine. */
export function inParts<T>(values: readonly T[], most = MOST_AT_ONCE): readonly (readonly T[])[] {
	const count = Math.ceil(values.length / most);
	return Array.from({ length: count }, (_, part) => values.slice(part * most, (part + 1) * most));
}
