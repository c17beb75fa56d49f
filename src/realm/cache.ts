import type { Clock, Instant } from '../store/clock';

/**
 * How long a record may be gone by without having been read anew. It is emptied at once by every
 * announced change; this bounds the delay where an announcement is lost.
 */
export const CACHE_SECONDS = 10;

/** Records by id, as they were read a short time ago. What is not there is not remembered. */
export interface Cache<T> {
	find(id: string): Promise<T>;
	clear(): void;
}

interface Entry<T> {
	readonly record: T;
	readonly deadline: Instant;
}

const MOST_RECORDS = 100_000;

/**
 * Remembers what `load` brings. Callers who ask for the same record at once share one reading; a
 * reading that a change has overtaken is answered but not remembered.
 */
export function rememberRecords<T>(
	load: (id: string) => Promise<T>,
	clock: Clock,
	most = MOST_RECORDS,
): Cache<T> {
	const entries = new Map<string, Entry<T>>();
	let loading = new Map<string, Promise<T>>();

	const read = async (id: string, readings: typeof loading): Promise<T> => {
		try {
			const record = await load(id);
			if (record !== undefined && readings === loading) {
				entries.delete(id);
				entries.set(id, { record, deadline: clock.now() + CACHE_SECONDS * 1000 });
				const [oldest] = entries.keys();
				if (entries.size > most && oldest !== undefined) entries.delete(oldest);
			}
			return record;
		} finally {
			readings.delete(id);
		}
	};

	return {
		find(id) {
			const entry = entries.get(id);
			if (entry && clock.now() < entry.deadline) return Promise.resolve(entry.record);
			const running = loading.get(id);
			if (running) return running;
			const reading = read(id, loading);
			loading.set(id, reading);
			return reading;
		},
		clear() {
			entries.clear();
			loading = new Map();
		},
	};
}
