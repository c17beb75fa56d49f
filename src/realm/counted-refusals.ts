import type { Clock } from '../store/clock';

/** How long refusals of one address are counted before the audit has their number. */
export const COUNTING_SECONDS = 60;

const MOST_ADDRESSES = 10_000;

/** Counts refusals that are too many, and too cheap, for an audit entry each. */
export interface CountedRefusals {
	note(address: string | undefined): void;
	/** Writes what was counted; what cannot be written is kept for the next time. Does not fail. */
	save(): Promise<void>;
	/** The same for the last time. */
	close(): Promise<void>;
}

export interface Count {
	readonly address: string | undefined;
	readonly count: number;
	/** Of the first one. */
	readonly time: number;
}

/** The clock runs only while there is something to write. It does not keep the process alive. */
export function countedRefusals(
	clock: Clock,
	write: (count: Count) => Promise<void>,
): CountedRefusals {
	const counts = new Map<string, Count>();
	let timer: NodeJS.Timeout | undefined;

	const add = ({ address, count, time }: Count): void => {
		const known = counts.has(address ?? '') || counts.size < MOST_ADDRESSES;
		// Beyond that many, the addresses themselves would be the flood.
		const shown = known ? address : undefined;
		const before = counts.get(shown ?? '');
		counts.set(shown ?? '', {
			address: shown,
			count: (before?.count ?? 0) + count,
			time: before?.time ?? time,
		});
		timer ??= setTimeout(() => void flush(), COUNTING_SECONDS * 1000).unref();
	};
	const flush = async (): Promise<void> => {
		clearTimeout(timer);
		timer = undefined;
		const writing = [...counts.values()];
		counts.clear();
		await Promise.all(
			writing.map((count) =>
				write(count).catch(() => {
					add(count);
				}),
			),
		);
	};

	return {
		note(address) {
			add({ address, count: 1, time: clock.now() });
		},
		save: flush,
		async close() {
			await flush();
			clearTimeout(timer);
		},
	};
}
