import type { Method } from './redirect';

/** How often and how patiently a request is repeated. */
export interface RetryPolicy {
	/** Requests at most, the first one included. */
	readonly tries: number;
	readonly firstWaitMs: number;
	/** An API that asks for more patience is not asked again. */
	readonly longestWaitMs: number;
	/** Whether POST and PATCH are repeated where the API may have acted on them already. */
	readonly unsafe: 'repeat' | 'leave';
}

/** A request that had no good answer; no status when it had none at all. */
export interface Attempt {
	readonly method: Method;
	/** The first one is 1. */
	readonly number: number;
	readonly status: number | undefined;
	/** What `Retry-After` says, in milliseconds. */
	readonly retryAfterMs: number | undefined;
}

// RFC 9110 section 15, RFC 6585 section 4, RFC 8470 section 5.2.
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
/** These say that nothing was done yet. */
const NOT_ACTED_ON = new Set([425, 429, 503]);
const UNSAFE = new Set<Method>(['PATCH', 'POST']);

// The three forms that a recipient has to read. RFC 9110 section 5.6.7.
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC_850 = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/** Reads `Retry-After`, seconds or a date, as milliseconds from now on. RFC 9110 section 10.2.3. */
export function parseRetryAfter(value: unknown, now: number): number | undefined {
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
	if (!IMF_FIXDATE.test(text) && !RFC_850.test(text) && !ASCTIME.test(text)) return undefined;
	const date = Date.parse(ASCTIME.test(text) ? `${text} GMT` : text);
	return Number.isNaN(date) ? undefined : Math.max(date - now, 0);
}

function mayRepeat({ method, status }: Attempt, { unsafe }: RetryPolicy): boolean {
	if (status !== undefined && !PASSING.has(status)) return false;
	if (!UNSAFE.has(method) || unsafe === 'repeat') return true;
	return status !== undefined && NOT_ACTED_ON.has(status);
}

/**
 * How long to wait before the next try, in milliseconds: twice as long each time, by a random share of
 * up to one half less, and at least as long as the API asks for. Undefined when there is no next try.
 * `random` is between 0 and 1.
 */
export function waitBeforeRetry(
	attempt: Attempt,
	policy: RetryPolicy,
	random: number,
): number | undefined {
	const { number, retryAfterMs = 0 } = attempt;
	if (number >= policy.tries || !mayRepeat(attempt, policy)) return undefined;
	if (retryAfterMs > policy.longestWaitMs) return undefined;
	const doubled = Math.min(policy.firstWaitMs * 2 ** (number - 1), policy.longestWaitMs);
	return Math.max(doubled * (1 - random / 2), retryAfterMs);
}
