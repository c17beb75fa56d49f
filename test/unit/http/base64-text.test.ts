import { parseBasic } from '../../../src/http/authorization';
import { parseBase64Text, parsePair } from '../../../src/http/base64-text';

describe('a base64 text', () => {
	// The seed's own sample and those that follow its rule.
	test.each([
		['dTlyc3J0a2dmbXQ5cXRxZ2N0MmZpOWFjYzh6bDhnOmFkbWlu', 'u9rsrtkgfmt9qtqgct2fi9acc8zl8g', 'admin'],
		['YWJjMTIzOmFkbWlu', 'abc123', 'admin'],
		['azN5OmrDtnJn', 'k3y', 'jörg'],
		['azphOmI=', 'k', 'a:b'],
	])('VE-23: %s is a key and a user name', (base64, key, username) => {
		expect(parsePair(parseBase64Text(base64) ?? '')).toEqual([key, username]);
	});

	test.each([
		['padding that is missing', 'azphOmI'],
		['padding too much', 'YWJjMTIzOmFkbWlu='],
		['bits behind the end', 'azphOmJ='],
		['a url-safe letter', 'Pz8_Og=='],
		['a space', 'YWJj MTIzOmFkbWlu'],
		['a line', 'YWJjMTIzOmFkbWlu\n'],
		['no UTF-8', Buffer.from([0x6b, 0x3a, 0xff]).toString('base64')],
		['half of a surrogate pair', Buffer.from([0x6b, 0x3a, 0xed, 0xa0, 0x80]).toString('base64')],
		['text that is not encoded', 'abc123:admin'],
	])('NT-57: with %s is none', (_what, base64) => {
		expect(parseBase64Text(base64)).toBeUndefined();
	});
});

describe('what the scheme Basic carries', () => {
	// RFC 7617 sections 2 and 2.1
	test.each([
		['QWxhZGRpbjpvcGVuIHNlc2FtZQ==', { username: 'Aladdin', password: 'open sesame' }],
		['dGVzdDoxMjPCow==', { username: 'test', password: '123£' }],
		['a2V5Og==', { username: 'key', password: '' }],
		['a2V5', undefined],
		['', undefined],
	])('%j is user name and password: %j', (text, expected) => {
		expect(parseBasic(text)).toEqual(expected);
	});
});
