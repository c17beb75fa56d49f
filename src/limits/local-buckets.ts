import type { Clock } from '../store/clock';
import type { RateBuckets, Take, Taken } from '../store/rate-buckets';

const MOST_BUCKETS = 100_000;

/** Buckets in the memory of this process. */
export interface LocalBuckets extends RateBuckets {
	/** The same at once, for one bucket. */
	takeNow(take: Take): Taken;
	/** What `takeNow` would find, with nothing taken. */
	look(take: Take): Taken;
}

/**
 * Keeps buckets in memory, each as the theoretical arrival time of the generic cell rate algorithm
 * (ITU-T I.371). A clock that was set back locks out for no longer than a bucket takes to fill, and
 * gives nothing for free (NT-78). Of too many buckets the one that was not used for longest is
 * forgotten.
 */
export function localBuckets(clock: Clock, most = MOST_BUCKETS): LocalBuckets {
	const arrivals = new Map<string, number>();

	const look = ({ bucket, interval, capacity }: Take): Taken => {
		const now = clock.now() * 1000;
		const ahead = Math.min(capacity, (arrivals.get(bucket) ?? now) - now);
		return { allowed: Math.max(0, ahead) + interval <= capacity, ahead };
	};
	const takeNow = (take: Take): Taken => {
		const { bucket, interval } = take;
		const found = look(take);
		const ahead = found.allowed ? Math.max(0, found.ahead) + interval : found.ahead;
		arrivals.delete(bucket);
		arrivals.set(bucket, clock.now() * 1000 + ahead);
		const [oldest] = arrivals.keys();
		if (arrivals.size > most && oldest !== undefined) arrivals.delete(oldest);
		return { allowed: found.allowed, ahead };
	};

	return {
		look,
		takeNow,
		take(takes) {
			const taken: Taken[] = [];
			for (const take of takes) {
				const result = takeNow(take);
				taken.push(result);
				if (!result.allowed) break;
			}
			return Promise.resolve(taken);
		},
	};
}
