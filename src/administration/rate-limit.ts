import type { RateLimit } from '../store/rate-buckets';
import { type Outcome, done, refused } from './outcome';

const MOST_CALLS = 1_000_000;
const LONGEST_SECONDS = 31 * 24 * 60 * 60;

const isFrom1To = (value: number, most: number): boolean =>
	Number.isInteger(value) && value >= 1 && value <= most;

/** Checks a rate limit; `undefined` stays what it is. */
export function checkRateLimit(limit: RateLimit | undefined): Outcome<RateLimit | undefined> {
	if (limit === undefined) return done(undefined);
	if (!isFrom1To(limit.calls, MOST_CALLS) || !isFrom1To(limit.burst, MOST_CALLS)) {
		return refused(
			`The rate limit allows no whole number of calls from 1 to ${String(MOST_CALLS)}: correct Calls or Burst.`,
		);
	}
	return isFrom1To(limit.seconds, LONGEST_SECONDS)
		? done(limit)
		: refused(
				'The rate limit is over no whole number of seconds up to 31 days: correct its period.',
			);
}
