import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 60_000;
const PAUSE_MS = 50;

/**
 * Asks processes of n8n again and again whether they live, so that a bound of time is not blamed on one
 * that the machine kept waiting. The returned function ends that, and gives the longest time that one
 * took, in milliseconds.
 */
export function watchStandstill(urls: readonly string[]): () => Promise<number> {
	let longest = 0;
	const ended = new AbortController();
	const watch = async (url: string): Promise<void> => {
		while (!ended.signal.aborted) {
			const asked = performance.now();
			const signal = AbortSignal.timeout(LIMIT_MS);
			const headers = { connection: 'close' };
			// One that does not answer takes the time until then.
			await fetch(`${url}/healthz`, { headers, signal }).catch(() => undefined);
			await sleep(PAUSE_MS);
			longest = Math.max(longest, performance.now() - asked - PAUSE_MS);
		}
	};
	const watched = Promise.all(urls.map(watch));
	return async () => {
		ended.abort();
		await watched;
		return longest;
	};
}
