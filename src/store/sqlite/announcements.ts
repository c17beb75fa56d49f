import type { DatabaseSync } from 'node:sqlite';

import type { AnnouncementListener } from '../announcements';

const POLL_MILLISECONDS = 250;

export interface Polling {
	/** Whether the last look at the file succeeded. */
	succeeds(): boolean;
	stop(): void;
}

/**
 * Looks several times a second whether any process wrote, which costs no read of a page, and only
 * then which realms announced something.
 */
export function pollAnnouncements(reader: DatabaseSync, tell: AnnouncementListener): Polling {
	const version = reader.prepare('pragma data_version');
	const numbers = reader.prepare('select realm_id, number from announcement');
	const readVersion = (): unknown => version.get()?.['data_version'];
	const readNumbers = () =>
		new Map(numbers.all().map((row) => [String(row['realm_id']), Number(row['number'])]));

	let seenVersion = readVersion();
	let seen = readNumbers();
	let succeeded = true;

	const look = (): void => {
		try {
			const now = readVersion();
			if (now === seenVersion && succeeded) return;
			const fresh = readNumbers();
			const changed = [...fresh].filter(([realmId, number]) => seen.get(realmId) !== number);
			[seenVersion, seen, succeeded] = [now, fresh, true];
			for (const [realmId] of changed) tell(realmId);
		} catch {
			if (succeeded) tell(undefined);
			succeeded = false;
		}
	};
	const timer = setInterval(look, POLL_MILLISECONDS).unref();
	return {
		succeeds: () => succeeded,
		stop() {
			clearInterval(timer);
		},
	};
}
