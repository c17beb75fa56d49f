import { type Address, networkText } from '../http/cidr';
import type { Clock } from '../store/clock';
import { type RateLimit, remainingIn, takeOf } from '../store/rate-buckets';
import { localBuckets } from './local-buckets';

/** How many wrong credentials one address may show before its credentials are not looked at. */
export const FAILED_ATTEMPTS: RateLimit = { calls: 60, seconds: 60, burst: 60 };

/** Counts wrong credentials per address, in this process. */
export interface FailedAttempts {
	/** Seconds after which the next attempt is looked at; `undefined` where it is looked at now. */
	retryAfter(address: Address | undefined): number | undefined;
	note(address: Address | undefined): void;
}

/** The bound costs no look-up and no hash, so that guessing costs nearly nothing (NT-79). */
export function failedAttempts(clock: Clock): FailedAttempts {
	const buckets = localBuckets(clock);
	const takeFrom = (address: Address | undefined) =>
		takeOf(address === undefined ? 'unknown' : networkText(address), FAILED_ATTEMPTS);

	return {
		retryAfter(address) {
			const take = takeFrom(address);
			const found = buckets.look(take);
			return found.allowed ? undefined : remainingIn(take, found).retryAfter;
		},
		note(address) {
			buckets.takeNow(takeFrom(address));
		},
	};
}
