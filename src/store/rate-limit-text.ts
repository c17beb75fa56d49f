import { Fault } from './fault';
import type { RateLimit } from './rate-buckets';

/** A limit as a row holds it: JSON, or null for none. */
export function rateLimitText(limit: RateLimit | undefined): string | null {
	return limit === undefined ? null : JSON.stringify(limit);
}

/** Reads a limit as a row holds it. */
export function rateLimitIn(text: string | null): RateLimit | undefined {
	if (text === null) return undefined;
	const limit = JSON.parse(text) as Partial<RateLimit>;
	const { calls = 0, seconds = 0, burst = 0 } = limit;
	if ([calls, seconds, burst].every((part) => Number.isInteger(part) && part > 0)) {
		return { calls, seconds, burst };
	}
	throw new Fault('store-unavailable', 'A rate limit in the database is damaged.');
}
