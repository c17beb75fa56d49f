import type { Instant } from './clock';
import type { Store } from './store';
import { writeInParts } from './write-in-parts';

/** Ids that are taken once: of client assertions and of forms. */
export interface UsedOnce {
	/** `taken` where somebody has had it, under any race. It is remembered until it expires. */
	take(digest: string, expiresAt: Instant): Promise<'first' | 'taken'>;
	/** Forgets what has expired. */
	prune(now: Instant): Promise<void>;
}

export function usedOnceOf(store: Pick<Store, 'db'>, realmId: string): UsedOnce {
	const { db } = store;
	return {
		async take(digest, expiresAt) {
			const result = await db
				.insertInto('used_once')
				.values({ realm_id: realmId, digest, expires_at: expiresAt })
				.onConflict((conflict) => conflict.columns(['realm_id', 'digest']).doNothing())
				.executeTakeFirst();
			return result.numInsertedOrUpdatedRows === 1n ? 'first' : 'taken';
		},
		async prune(now) {
			await writeInParts(store, (most) =>
				db
					.deleteFrom('used_once')
					.where('realm_id', '=', realmId)
					.where('digest', 'in', ({ selectFrom }) =>
						selectFrom('used_once')
							.select('digest')
							.where('realm_id', '=', realmId)
							.where('expires_at', '<=', now)
							.limit(most),
					),
			);
		},
	};
}
