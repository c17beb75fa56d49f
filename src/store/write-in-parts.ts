import type { Compilable } from 'kysely';

import type { Store } from './store';

/** Fits into a statement's parameters on every engine, and is done long before PostgreSQL gives up. */
export const ROWS_OF_A_PART = 500;

/**
 * Writes a part of the rows at a time, until none are left: other writes come in between, which one
 * statement for all would hold up. `part` makes the statement that writes no more than `most` rows.
 */
export async function writeInParts(
	{ db }: Pick<Store, 'db'>,
	part: (most: number) => Compilable,
	most = ROWS_OF_A_PART,
): Promise<void> {
	const statement = part(most).compile();
	for (;;) {
		// One part after the other: that is the point of it.
		const { numAffectedRows = 0n } = await db.executeQuery(statement);
		if (numAffectedRows < BigInt(most)) return;
	}
}
