/** So many calls in so many seconds; up to `burst` of them at once. */
export interface RateLimit {
	readonly calls: number;
	readonly seconds: number;
	readonly burst: number;
}

/** One call taken from one bucket (GCRA). */
export interface Take {
	/** Unique within the realm. */
	readonly bucket: string;
	/** Microseconds that one call is worth. */
	readonly interval: number;
	/** Microseconds that the bucket is ahead of the clock when it is used up: a multiple of `interval`. */
	readonly capacity: number;
}

export interface Taken {
	readonly allowed: boolean;
	/** Microseconds that the bucket is ahead of the clock now. Less than 0 where it is full. */
	readonly ahead: number;
}

/** What is left of limits. */
export interface RateBuckets {
	/**
	 * Takes one call from each bucket in order, up to and with the first that has none left. A bucket
	 * behind that one loses nothing.
	 */
	take(takes: readonly Take[]): Promise<readonly Taken[]>;
}

/** How long a bucket takes to be full again after one call, and how much of it may be taken. */
export function takeOf(bucket: string, { calls, seconds, burst }: RateLimit): Take {
	const interval = Math.ceil((seconds * 1_000_000) / calls);
	return { bucket, interval, capacity: interval * burst };
}

export interface Remaining {
	/** Calls that may be made at once. */
	readonly calls: number;
	/** Seconds until the bucket is full. */
	readonly fullIn: number;
	/** Seconds until the next call is allowed; at least 1. */
	readonly retryAfter: number;
}

/** What a bucket still holds, in the units of HTTP header fields. */
export function remainingIn({ interval, capacity }: Take, { ahead }: Taken): Remaining {
	const used = Math.min(capacity, Math.max(0, ahead));
	const missing = used + interval - capacity;
	return {
		calls: Math.floor((capacity - used) / interval),
		fullIn: Math.ceil(used / 1_000_000),
		retryAfter: Math.max(1, Math.ceil(missing / 1_000_000)),
	};
}
