/** Work that is costly, done a few at once; so many more wait, and the rest is refused. */
export interface BoundedWork {
	/** `busy` where too many wait already: nothing was done then. */
	run<T>(work: () => Promise<T>): Promise<T | 'busy'>;
}

export function boundedWork(atOnce: number, mostWaiting: number): BoundedWork {
	const waiting: (() => void)[] = [];
	let running = 0;

	return {
		async run(work) {
			if (running >= atOnce) {
				if (waiting.length >= mostWaiting) return 'busy';
				// Whoever is done hands its place over, so that nobody overtakes those who wait.
				await new Promise<void>((begin) => waiting.push(begin));
			} else running += 1;
			try {
				return await work();
			} finally {
				const next = waiting.shift();
				if (next === undefined) running -= 1;
				else next();
			}
		},
	};
}
