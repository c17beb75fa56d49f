import {
	type Attempt,
	parseRetryAfter,
	type RetryPolicy,
	waitBeforeRetry,
} from '../../../src/http/retry';

const NOW = Date.UTC(2026, 9, 21, 7, 28, 0);
const POLICY: RetryPolicy = {
	tries: 4,
	firstWaitMs: 1000,
	longestWaitMs: 30_000,
	unsafe: 'leave',
};
const wait = (attempt: Partial<Attempt>, policy: Partial<RetryPolicy> = {}, random = 0) =>
	waitBeforeRetry(
		{ method: 'GET', number: 1, status: 503, retryAfterMs: undefined, ...attempt },
		{ ...POLICY, ...policy },
		random,
	);

describe('Retry-After', () => {
	test.each([
		['120', 120_000],
		[' 0 ', 0],
		['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
		['Wednesday, 21-Oct-26 07:28:30 GMT', 30_000],
		['Wed Oct 21 07:28:30 2026', 30_000],
		['Wed, 21 Oct 2026 07:00:00 GMT', 0],
	])('%j is %d milliseconds from now on', (text, milliseconds) => {
		expect(parseRetryAfter(text, NOW)).toBe(milliseconds);
	});

	test.each(['', '-1', '1.5', '1e3', 'soon', '2026-10-21', '99999999999', undefined, 5])(
		'%j says nothing',
		(text) => {
			expect(parseRetryAfter(text, NOW)).toBeUndefined();
		},
	);
});

describe('the wait before a retry', () => {
	test('doubles up to the longest', () => {
		const policy = { tries: 9 };
		const waits = [1, 2, 3, 6, 8].map((number) => wait({ number }, policy));
		expect(waits).toEqual([1000, 2000, 4000, 30_000, 30_000]);
	});

	test('is shorter by a random share of up to one half', () => {
		expect([0, 0.5, 1].map((random) => wait({ number: 2 }, {}, random))).toEqual([
			2000, 1500, 1000,
		]);
	});

	test('is at least what the API asks for', () => {
		expect(wait({ retryAfterMs: 7000 }, {}, 1)).toBe(7000);
		expect(wait({ retryAfterMs: 10 }, {}, 0)).toBe(1000);
	});

	const none: readonly (readonly [string, Partial<Attempt>, Partial<RetryPolicy>])[] = [
		['after the last try', { number: 4 }, {}],
		['when the API asks for too much', { retryAfterMs: 30_001 }, {}],
		['after a status that does not pass', { status: 404 }, {}],
		['after a POST that may have been acted on', { method: 'POST', status: 500 }, {}],
		['after a PATCH without any answer', { method: 'PATCH', status: undefined }, {}],
	];
	test.each(none)('does not come %s', (_when, attempt, policy) => {
		expect(wait(attempt, policy)).toBeUndefined();
	});

	const some: readonly (readonly [string, Partial<Attempt>, Partial<RetryPolicy>])[] = [
		['no answer at all', { status: undefined }, {}],
		['a POST that was turned away', { method: 'POST', status: 429 }, {}],
		['a POST, where that is wanted', { method: 'POST', status: 500 }, { unsafe: 'repeat' }],
		['a DELETE', { method: 'DELETE', status: 502 }, {}],
	];
	test.each(some)('comes after %s', (_what, attempt, policy) => {
		expect(wait(attempt, policy)).toBe(1000);
	});
});
