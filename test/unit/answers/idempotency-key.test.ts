import { presentedKey } from '../../../src/answers/idempotency-key';

const shown = (...values: string[]) =>
	presentedKey({ headerFields: values.map((value) => ['Idempotency-Key', value] as const) });

describe('an Idempotency-Key', () => {
	test.each([
		['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
		['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
		[' "a key" ', 'a key'],
		[String.raw`"a \"quoted\" \\ key"`, String.raw`a "quoted" \ key`],
		[`"${'x'.repeat(255)}"`, 'x'.repeat(255)],
	])('%j is read', (text, key) => {
		expect(shown(text)).toEqual({ kind: 'key', key });
	});

	test.each([
		['""'],
		[''],
		['"open'],
		['a key'],
		['"a", "b"'],
		['"k";p=1'],
		['"é"'],
		[String.raw`"\n"`],
		[`"${'x'.repeat(256)}"`],
		['"a"', '"a"'],
	])('%j is malformed', (...texts) => {
		expect(shown(...texts)).toEqual({ kind: 'malformed' });
	});

	test('that is not there is absent', () => {
		expect(shown()).toEqual({ kind: 'absent' });
	});
});
