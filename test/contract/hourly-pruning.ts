import type { Store } from '../../src/store/store';

const DIGEST = 'deleted last';

/**
 * Does what begins the hourly deletion of what has ended, and waits for its end: ids that are used
 * once go last.
 */
export async function untilPruned(
	{ db }: Store,
	realmId: string,
	begin: () => Promise<unknown>,
): Promise<void> {
	const last = { realm_id: realmId, digest: DIGEST, expires_at: 0 };
	await db.insertInto('used_once').values(last).execute();
	await begin();
	const left = () => db.selectFrom('used_once').selectAll().where('digest', '=', DIGEST).execute();
	while ((await left()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}
