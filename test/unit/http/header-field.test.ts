import { flawOfFieldValue, isFieldName } from '../../../src/http/header-field';

describe('a field value', () => {
	test.each([
		['abc', undefined],
		['a b\tc ~!', undefined],
		['', 'empty'],
		['abc\n', 'trailing-newline'],
		['abc\r\n\r\n', 'trailing-newline'],
		['abc\r\nX: y', 'character'],
		['abc\nd\n', 'character'],
		['a\0b', 'character'],
		['a\x7fb', 'character'],
		['é', 'character'],
		[' a', 'outer-space'],
		['a\t', 'outer-space'],
	])('%j: %s', (text, flaw) => {
		expect(flawOfFieldValue(text)).toBe(flaw);
	});
});

describe('a field name', () => {
	test.each(['X-Key', 'authorization', "!#$%&'*+-.^_`|~09"])('%j is a token', (name) => {
		expect(isFieldName(name)).toBe(true);
	});

	test.each(['', 'X Key', 'X:', 'é', 'X\n', '${_datasource.A}'])('%j is none', (name) => {
		expect(isFieldName(name)).toBe(false);
	});
});
