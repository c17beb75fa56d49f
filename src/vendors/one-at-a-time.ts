/**
 * Runs one at a time for each key: whoever asks meanwhile gets what that one gives, a fault too. The
 * next one to ask begins anew.
 */
export function oneAtATime<T>(): (key: string, run: () => Promise<T>) => Promise<T> {
	const underWay = new Map<string, Promise<T>>();
	return async (key, run) => {
		const running = underWay.get(key);
		if (running !== undefined) return await running;
		const started = run().finally(() => underWay.delete(key));
		underWay.set(key, started);
		return await started;
	};
}
