import {
	type AnswerShape,
	inbentaUsageFields,
	refusalAnswer,
} from '../../../src/http/answer-shape';
import { problemAnswer, type ProblemKind } from '../../../src/http/problem';
import { rateLimitFields, shownLimitsIn } from '../../../src/http/rate-limit-fields';

const NOW = Date.parse('2026-01-01T12:00:00.900Z');
const SECONDS = Math.floor(NOW / 1000);
const refused = (shape: AnswerShape, kind: ProblemKind, more = {}) => {
	const answer = refusalAnswer(shape, { kind, requestId: 'r', ...more }, NOW);
	return { ...answer, body: JSON.parse(answer.body) as unknown };
};
const LIMITS = [
	{ name: 'key', calls: 10, seconds: 60, remaining: 0, fullIn: 60 },
	{ name: 'user', calls: 1000, seconds: 86_400, remaining: 750, fullIn: 3600 },
];

test('a refusal is a problem where nothing else is chosen', () => {
	expect(refusalAnswer('problem', { kind: 'forbidden', requestId: 'r' }, NOW)).toEqual(
		problemAnswer('forbidden', 'r'),
	);
});

describe("Verint's shape", () => {
	test.each<[ProblemKind, number]>([
		['unauthenticated', 403],
		['forbidden', 403],
		['not-found', 404],
		['gone', 404],
		['malformed-request', 500],
		['workflow-failed', 500],
		['idempotency-key-reused', 500],
		['too-many-calls', 429],
		['unavailable', 503],
		['timed-out', 504],
	])('VE-29: of %s has status %d and the three lists', (kind, status) => {
		expect(refused('verint', kind)).toMatchObject({
			status,
			body: { Errors: [expect.any(String)], Warnings: [], Info: [] },
		});
	});

	test('has no challenge beside a 403, and every error of the content', () => {
		const fields = { 'www-authenticate': 'Bearer' };
		const { headers } = refused('verint', 'unauthenticated', { fields });
		expect(headers).not.toHaveProperty('www-authenticate');
		const errors = [{ in: 'body', pointer: '/order', message: 'must be integer' }];
		expect(refused('verint', 'invalid-request', { errors }).body).toMatchObject({
			Errors: [expect.any(String), 'body/order: must be integer'],
		});
	});
});

describe("Interact's shape", () => {
	test.each<[ProblemKind, number]>([
		['unauthenticated', 401],
		['forbidden', 403],
		['malformed-request', 400],
		['too-many-calls', 429],
	])('IN-14: of %s keeps its status %d and is a message', (kind, status) => {
		const { status: shown, body, headers } = refused('interact', kind);
		expect([shown, Object.keys(body as object)]).toEqual([status, ['Message']]);
		expect(headers['content-type']).toBe('application/json; charset=utf-8');
	});
});

describe("Inbenta's shape", () => {
	test.each<[ProblemKind, number]>([
		['unauthenticated', 401],
		['forbidden', 403],
	])('IB-19: of %s is the message of its gateway with status %d', (kind, status) => {
		expect(refused('inbenta', kind)).toMatchObject({
			status,
			body: { Message: expect.any(String) as string },
		});
	});

	test('of everything else is an error with its code', () => {
		expect(refused('inbenta', 'invalid-request')).toMatchObject({
			status: 422,
			body: { error: { code: 422, message: expect.any(String) as string } },
		});
	});

	test('IB-22: of a signature that does not hold is 403 with the published body', () => {
		const { status, body } = refused('inbenta', 'unauthenticated', { isSignature: true });
		expect(status).toBe(403);
		expect(JSON.stringify(body)).toBe(
			'{"error":{"message":"Signature provided is not valid","code":403}}',
		);
	});

	test('IB-20: over the limit has the four usage fields and Retry-After', () => {
		const fields = { ...rateLimitFields(LIMITS), 'retry-after': '6' };
		const { status, headers } = refused('inbenta', 'too-many-calls', { fields });
		expect(status).toBe(429);
		expect(headers).toMatchObject({
			'retry-after': '6',
			'x-quota-usage': '25',
			'x-throttle-usage': '100',
			'x-quota-reset': String(SECONDS + 3600),
			'x-throttle-reset': String(SECONDS + 60),
		});
	});

	test('IB-20: has them too where the caller may not know the limits', () => {
		const { headers } = refused('inbenta', 'too-many-calls', { fields: { 'retry-after': '6' } });
		expect(headers).toMatchObject({
			'x-quota-usage': '100',
			'x-quota-reset': String(SECONDS + 6),
		});
		expect(inbentaUsageFields({}, NOW)).toEqual({});
	});
});

test('limits are read back from their fields', () => {
	expect(shownLimitsIn(rateLimitFields(LIMITS))).toEqual(LIMITS);
	expect(shownLimitsIn({ 'ratelimit-policy': 'q=1', ratelimit: '' })).toEqual([]);
});
