import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Store } from '../src/store/store';

/**
 * Waits until word of all that was changed so far has come back from the database. It empties what is
 * remembered, whenever it comes.
 */
export async function allAnnounced(store: Store): Promise<void> {
	const mark = randomUUID();
	let heard = 0;
	const leave = store.onAnnounced((realmId) => {
		if (realmId === mark) heard += 1;
	});
	while (!store.listening()) await sleep(10);
	await store.announce(mark);
	// At once, and again from the database, behind all that was announced before.
	while (heard < 2) await sleep(10);
	leave();
}
