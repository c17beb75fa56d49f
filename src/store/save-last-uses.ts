import { inParts } from './access-change';
import { compiledOnce, OPEN } from './compiled-once';
import type { LastUse } from './credentials';
import type { Store } from './store';

/** A transaction of these is over before anybody who waits for one of its rows gives up. */
const USES_OF_A_PART = 200;

/**
 * Saves the latest uses of credentials of a realm, in parts: between them other writes and the event
 * loop go on. Where one fails, those before it are saved.
 */
export function savingLastUses(
	store: Pick<Store, 'db' | 'transaction'>,
	realmId: string,
): (uses: ReadonlyMap<string, LastUse>) => Promise<void> {
	const place = OPEN as never;
	const saving = compiledOnce(
		'save-last-use',
		store.db
			.updateTable('credential')
			.set({ last_used_at: place, last_used_address: OPEN })
			.where('realm_id', '=', realmId)
			.where('id', '=', OPEN)
			.where(({ or, eb }) => or([eb('last_used_at', 'is', null), eb('last_used_at', '<', place)])),
	);
	return async (uses) => {
		// Two processes that take rows in different order would each wait for the other.
		const ordered = [...uses].sort(([one], [other]) => (one < other ? -1 : 1));
		for (const part of inParts(ordered, USES_OF_A_PART)) {
			// One part after the other: that is the point of them.
			await store.transaction(
				part.map(([id, { at, address = null }]) => saving([at, address, id, at])),
			);
		}
	};
}
