import { answeringOf, waitOf } from '../../../src/n8n/answering';

const given = (parameters: Readonly<Record<string, unknown>>) => ({
	getNodeParameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
});

describe('how long a caller waits', () => {
	test('PF-20: is 60 seconds where nobody says otherwise', () => {
		const { timeoutSeconds } = answeringOf(given({ responseMode: 'lastNode' }));
		expect(waitOf(timeoutSeconds, undefined)).toBe(60_000);
	});

	test.each([
		['1500', 1500],
		['60000', 60_000],
		['60001', 60_000],
		['99999999999999999999', 60_000],
		['0', 60_000],
		['-1', 60_000],
		['1.5', 60_000],
		['soon', 60_000],
		[['1', '2'], 60_000],
		[undefined, 60_000],
	])('PF-20: asked for %j in the query it is only ever shortened', (asked, wait) => {
		expect(waitOf(60, asked)).toBe(wait);
	});

	test('has no limit when the trigger sets 0, unless the caller asks for one', () => {
		expect([waitOf(0, undefined), waitOf(0, '250')]).toEqual([undefined, 250]);
	});

	test.each([-1, 1.5, 86_401, '60', null])('cannot be %j', (timeoutSeconds) => {
		expect(() => answeringOf(given({ options: { timeoutSeconds } }))).toThrow(/^Timeout is not/);
	});
});

test('a response mode that does not exist is refused', () => {
	expect(() => answeringOf(given({ responseMode: 'streaming' }))).toThrow(
		/^Respond is "streaming"/,
	);
});
