import { rateLimitFields } from '../../../src/http/rate-limit-fields';

const limit = (name: string, calls = 100) => ({
	name,
	calls,
	seconds: 60,
	remaining: 42,
	fullIn: 18,
});

test('a limit is told as a policy and what is left of it', () => {
	expect(rateLimitFields([limit('key')])).toEqual({
		'ratelimit-policy': '"key";q=100;w=60',
		ratelimit: '"key";r=42;t=18',
	});
});

test('limits of one name are told apart', () => {
	expect(rateLimitFields([limit('key'), limit('key', 5), limit('user')])).toEqual({
		'ratelimit-policy': '"key";q=100;w=60, "key-2";q=5;w=60, "user";q=100;w=60',
		ratelimit: '"key";r=42;t=18, "key-2";r=42;t=18, "user";r=42;t=18',
	});
});

test('without a limit nothing is told', () => {
	expect(rateLimitFields([])).toEqual({});
});
