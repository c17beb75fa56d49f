import type { LastUse } from '../store/credentials';

/** How long the latest use of a credential may be known to the process alone. */
export const LAST_USE_DELAY_SECONDS = 30;

/** Remembers the latest use of each credential and saves all of them together. */
export interface LastUses {
	note(credentialId: string, use: LastUse): void;
	/** Saves what is not saved yet; what cannot be saved is kept for the next time. */
	save(): Promise<void>;
	/** Saves for the last time. Does not fail: a last use is a hint, and closing goes on. */
	close(): Promise<void>;
}

/** The clock runs only while there is something to save. It does not keep the process alive. */
export function lastUses(write: (uses: ReadonlyMap<string, LastUse>) => Promise<void>): LastUses {
	let pending = new Map<string, LastUse>();
	let timer: NodeJS.Timeout | undefined;

	const save = async (): Promise<void> => {
		clearTimeout(timer);
		timer = undefined;
		if (pending.size === 0) return;
		const saving = pending;
		pending = new Map();
		try {
			await write(saving);
		} catch (error) {
			pending = new Map([...saving, ...pending]);
			throw error;
		}
	};
	const saveIfPossible = (): Promise<void> => save().catch(() => undefined);
	const start = (): void => {
		timer ??= setTimeout(() => void saveIfPossible().then(restart), LAST_USE_DELAY_SECONDS * 1000);
		timer.unref();
	};
	const restart = (): void => {
		if (pending.size > 0) start();
	};

	return {
		note(credentialId, use) {
			pending.set(credentialId, use);
			start();
		},
		save,
		async close() {
			await saveIfPossible();
			clearTimeout(timer);
			timer = undefined;
		},
	};
}
