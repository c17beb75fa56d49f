import { parseBasic } from '../../../src/oauth/client-authentication/basic';
import vectors from '../../vectors/oauth.json';

const basic = (text: string): string => `Basic ${Buffer.from(text, 'latin1').toString('base64')}`;

describe('HTTP Basic of a client', () => {
	test('is read as RFC 6749 section 2.3.1 writes it', () => {
		const { field, id, secret } = vectors.basic;
		expect(parseBasic(field)).toEqual({ id, secret });
	});

	test('is split first and form-decoded afterwards', () => {
		expect(parseBasic(basic('a%3Ab:p%25q%2Br+s'))).toEqual({ id: 'a:b', secret: 'p%q+r s' });
		expect(parseBasic(basic('caf%C3%A9:%E2%82%AC'))).toEqual({ id: 'café', secret: '€' });
	});

	test.each([
		['a stray percent sign', basic('a:p%q')],
		['a space that is not encoded', basic('a:p q')],
		['letters beyond ASCII', basic('a:caf\xe9')],
		['no colon', basic('ab')],
		['no id', basic(':secret')],
		['another scheme', basic('a:b').replace('Basic', 'Digest')],
		['text that is not base64', 'Basic a:b'],
		['base64 that is not exact', `${basic('a:b')}=`],
		['nothing', 'Basic '],
	])('is refused with %s', (_, field) => {
		expect(parseBasic(field)).toBeUndefined();
	});
});
