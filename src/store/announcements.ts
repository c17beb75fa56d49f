/** How soon an announcement made in one process has reached every other, while they listen. */
export const ANNOUNCED_WITHIN_MILLISECONDS = 1000;

/**
 * How soon a process that lost its listener has noticed. Nothing that an announcement could change
 * may be remembered longer than this while `Store.listening` is false.
 */
export const LOSS_NOTICED_WITHIN_MILLISECONDS = 10_000;

/** Told the realm that something changed of, or `undefined` when anything may have changed. */
export type AnnouncementListener = (realmId: string | undefined) => void;

export interface AnnouncementListeners {
	readonly tell: AnnouncementListener;
	/** Returns what ends it. */
	add(listener: AnnouncementListener): () => void;
}

/** Those in this process who want to hear of changes. */
export function announcementListeners(): AnnouncementListeners {
	const listeners = new Set<AnnouncementListener>();
	return {
		tell(realmId) {
			for (const listener of listeners) listener(realmId);
		},
		add(listener) {
			const own: AnnouncementListener = (realmId) => {
				listener(realmId);
			};
			listeners.add(own);
			return () => {
				listeners.delete(own);
			};
		},
	};
}
