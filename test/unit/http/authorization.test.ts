import { parseAuthorization } from '../../../src/http/authorization';

describe('an Authorization field', () => {
	test.each([
		['Bearer abc', { kind: 'scheme', scheme: 'bearer', text: 'abc' }],
		['BEARER abc', { kind: 'scheme', scheme: 'bearer', text: 'abc' }],
		['Bearer  abc', { kind: 'scheme', scheme: 'bearer', text: ' abc' }],
		['Bearer ', { kind: 'scheme', scheme: 'bearer', text: '' }],
		['Bearer', { kind: 'raw', text: 'Bearer' }],
		['', { kind: 'raw', text: '' }],
		['iapi_live_x', { kind: 'raw', text: 'iapi_live_x' }],
		['a,b c', { kind: 'raw', text: 'a,b c' }],
	])('RFC 9110 section 11.6.2: %j is read as it stands', (value, expected) => {
		expect(parseAuthorization(value)).toEqual(expected);
	});
});
