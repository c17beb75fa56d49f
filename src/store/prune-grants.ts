import type { Instant } from './clock';
import type { Store } from './store';
import { ROWS_OF_A_PART, writeInParts } from './write-in-parts';

/** What belongs to grants, with the column that names a row of it. */
const BELONGINGS = {
	oauth_grant: [
		{ belonging: 'authorization_code', key: 'public_id' },
		{ belonging: 'refresh_token', key: 'public_id' },
	],
	key_grant: [{ belonging: 'guid_token', key: 'digest' }],
} as const;

/**
 * Deletes the grants of a realm that ended before. What belongs to them goes first: a grant that was
 * gone on with for weeks has thousands of tokens, which would all be part of its own deletion.
 */
export async function pruneGrants(
	store: Pick<Store, 'db'>,
	table: keyof typeof BELONGINGS,
	realmId: string,
	before: Instant,
): Promise<void> {
	const { db } = store;
	const ended = db
		.selectFrom(table)
		.select('id')
		.where('realm_id', '=', realmId)
		.where('expires_at', '<', before)
		.limit(ROWS_OF_A_PART)
		.compile();
	for (;;) {
		// In order: each turn finds what the one before has left.
		const ids = (await db.executeQuery(ended)).rows.map(({ id }) => id);
		if (ids.length === 0) return;
		for (const { belonging, key } of BELONGINGS[table]) {
			await writeInParts(store, (most) =>
				db
					.deleteFrom(belonging)
					.where(key, 'in', ({ selectFrom }) =>
						selectFrom(belonging).select(key).where('grant_id', 'in', ids).limit(most),
					),
			);
		}
		await db.deleteFrom(table).where('id', 'in', ids).execute();
	}
}
