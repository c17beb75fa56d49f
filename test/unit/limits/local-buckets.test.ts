import { localBuckets } from '../../../src/limits/local-buckets';
import { remainingIn, takeOf } from '../../../src/store/rate-buckets';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

function aBucket(calls: number, seconds: number, burst = calls) {
	const clock = { time: 0, now: () => clock.time };
	const buckets = localBuckets(clock);
	const take = takeOf('key', { calls, seconds, burst });
	const callAt = (seconds: number) => {
		clock.time = seconds * SECOND;
		const taken = buckets.takeNow(take);
		return taken.allowed ? remainingIn(take, taken).calls : 'no';
	};
	return { clock, buckets, take, callAt };
}

describe('a bucket', () => {
	test('gives what the generic cell rate algorithm gives', () => {
		const { callAt } = aBucket(1, 10, 3);
		expect([0, 0, 0, 0, 5, 10, 10, 100].map(callAt)).toEqual([2, 1, 0, 'no', 'no', 0, 'no', 2]);
	});

	test('says when the next call is allowed, and when all are', () => {
		const { callAt, buckets, take } = aBucket(1, 10, 3);
		[0, 0, 0].forEach(callAt);
		expect(remainingIn(take, buckets.takeNow(take))).toEqual({
			calls: 0,
			fullIn: 30,
			retryAfter: 10,
		});
	});

	test('says at least one second', () => {
		const { callAt, buckets, take } = aBucket(100, 1, 1);
		callAt(0);
		expect(remainingIn(take, buckets.takeNow(take)).retryAfter).toBe(1);
	});

	test('is not taken from by a look', () => {
		const { buckets, take, callAt } = aBucket(2, 60);
		for (let look = 0; look < 5; look++) expect(buckets.look(take).allowed).toBe(true);
		expect([0, 0, 0].map(callAt)).toEqual([1, 0, 'no']);
	});

	test('NT-78: gives nothing for free when the clock is set back, and locks out no longer than it takes to fill', () => {
		const { clock, callAt } = aBucket(6, 60);
		expect([7200, 7200, 7200].map(callAt)).toEqual([5, 4, 3]);
		clock.time -= HOUR;
		const now = clock.time / SECOND;
		expect([now, now + 9, now + 10, now + 10].map(callAt)).toEqual(['no', 'no', 0, 'no']);
		expect(callAt(now + 70)).toBe(5);
	});

	test('is forgotten when there are too many others, the one first that was not used for longest', () => {
		const clock = { now: () => 0 };
		const buckets = localBuckets(clock, 2);
		const once = (bucket: string) =>
			buckets.takeNow(takeOf(bucket, { calls: 1, seconds: 60, burst: 1 })).allowed;
		expect([once('a'), once('b'), once('a'), once('c'), once('a'), once('b')]).toEqual([
			true,
			true,
			false,
			true,
			false,
			true,
		]);
	});
});

test('a call behind a refusal takes nothing', async () => {
	const buckets = localBuckets({ now: () => 0 });
	const narrow = takeOf('narrow', { calls: 1, seconds: 60, burst: 1 });
	const wide = takeOf('wide', { calls: 3, seconds: 60, burst: 3 });
	const states = [];
	for (let call = 0; call < 3; call++) states.push(await buckets.take([narrow, wide]));
	expect(states.map((taken) => taken.map(({ allowed }) => allowed))).toEqual([
		[true, true],
		[false],
		[false],
	]);
	expect(remainingIn(wide, buckets.look(wide)).calls).toBe(2);
});
