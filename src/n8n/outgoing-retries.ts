import { parseRetryAfter, type RetryPolicy, waitBeforeRetry } from '../http/retry';
import type { Send } from './outgoing-hops';

/** What the outside world gives to a request that has to wait. */
export interface Surroundings {
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Between 0 and 1. */
	readonly random: () => number;
	/** Ends early, with an error, when the execution is cancelled. */
	readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Repeats a hop that fails in passing, as the policy says. */
export function withRetries(
	send: Send,
	policy: RetryPolicy,
	{ now, random, sleep }: Surroundings,
): Send {
	return async (hop) => {
		for (let number = 1; ; number += 1) {
			// One after the other: whether there is another try depends on this one.
			const outcome = await send(hop);
			const failed = 'kind' in outcome;
			if (failed ? outcome.passing !== true : outcome.statusCode < 400) return outcome;
			const attempt = {
				method: hop.method,
				number,
				status: failed ? undefined : outcome.statusCode,
				retryAfterMs: failed ? undefined : parseRetryAfter(outcome.headers['retry-after'], now()),
			};
			const wait = waitBeforeRetry(attempt, policy, random());
			if (wait === undefined) return outcome;
			await sleep(wait);
		}
	};
}
