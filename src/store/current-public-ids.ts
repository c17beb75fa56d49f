import { inParts } from './access-change';
import type { Instant } from './clock';
import type { Store } from './store';

/**
 * Public ids of the values that credentials have now, by credential id: the current one, and before
 * it those whose grace period goes on.
 */
export async function currentPublicIds(
	{ db }: Store,
	credentialIds: readonly string[],
	now: Instant,
): Promise<ReadonlyMap<string, readonly string[]>> {
	const found = new Map<string, string[]>();
	for (const part of inParts(credentialIds)) {
		const rows = await db
			.selectFrom('credential_version')
			.select(['credential_id', 'public_id'])
			.where('credential_id', 'in', part)
			.where(({ or, eb }) => or([eb('superseded_at', 'is', null), eb('expires_at', '>', now)]))
			.orderBy('version', 'desc')
			.execute();
		for (const { credential_id: owner, public_id: publicId } of rows) {
			found.set(owner, [...(found.get(owner) ?? []), publicId]);
		}
	}
	return found;
}
