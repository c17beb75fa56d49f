import { crc32 } from 'node:zlib';

import fc from 'fast-check';

import { fromBase62, toBase62 } from '../../../src/crypto/base62';
import {
	formatCredential,
	generateCredential,
	parseCredential,
} from '../../../src/crypto/credential-text';
import { systemRandom } from '../../../src/crypto/random';
import vector from '../../vectors/credential-text.json';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const digitOf = (letter: string) => BigInt(LETTERS.indexOf(letter));
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

describe('base 62', () => {
	test.each(Object.entries(vector.largest))('%s bytes of ff fill their letters', (size, text) => {
		const largest = new Uint8Array(Number(size)).fill(0xff);
		expect(toBase62(largest, text.length)).toBe(text);
		expect(fromBase62(text, Number(size))).toEqual(largest);
	});

	test.each([
		['00', 1, '000000'],
		['01', 1, '000001'],
		// 62 to the 8th and the 16th: zeros at the end, and nothing but zeros behind the first letter.
		['c694446f0100', 6, '100000000'],
		['9a09afbae83050a9de010000', 12, '10000000000000000'],
	])('%s keeps every zero', (hex, size, text) => {
		expect(toBase62(bytes(hex), text.length)).toBe(text);
		expect(fromBase62(text, size)).toEqual(bytes(hex));
	});

	test('is what arithmetic with large numbers makes of any bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (any) => {
				const text = toBase62(any, 60);
				const value = [...text].reduce((sum, letter) => sum * 62n + digitOf(letter), 0n);
				expect(value).toBe(BigInt(`0x0${Buffer.from(any).toString('hex')}`));
				expect(fromBase62(text, any.length)).toEqual(any);
				expect(fromBase62(text, any.length - 1)).toEqual(any[0] === 0 ? any.slice(1) : undefined);
			}),
		);
	});

	test('a foreign letter is refused wherever it stands', () => {
		for (const foreign of ['_', ' ', 'é', '\u{1d7d8}']) {
			for (const text of [`${foreign}000000000`, `00000000${foreign}0`, `000000000${foreign}`]) {
				expect(fromBase62(text, 16)).toBeUndefined();
			}
		}
	});

	test('a number larger than its bytes is refused, so that every value has one spelling', () => {
		expect(fromBase62('7n42DGM5Tflk9n8mt7Fhc8', 16)).toBeUndefined();
		expect(fromBase62('zzzzzzzzzzzzzzzzzzzzzz', 16)).toBeUndefined();
	});
});

describe('the text of a generated credential', () => {
	test('is the published one for the published parts', () => {
		const id = bytes(vector.id);
		const secret = bytes(vector.secret);
		expect(formatCredential('iapi', 'live', id, secret)).toBe(vector.text);
		expect(parseCredential(vector.text)).toEqual({
			brand: 'iapi',
			environment: 'live',
			publicId: vector.publicId,
			secret,
		});
	});

	test('carries the CRC-32 that everybody computes', () => {
		expect(crc32('123456789').toString(16)).toBe('cbf43926');
	});

	test('NT-44: with one character changed anywhere it is not a credential', () => {
		for (let index = 0; index < vector.text.length; index += 1) {
			const other = vector.text.charAt(index) === 'a' ? 'b' : 'a';
			const changed = vector.text.slice(0, index) + other + vector.text.slice(index + 1);
			expect(parseCredential(changed)).toBeUndefined();
		}
	});

	test.each([
		['lower case', vector.text.toLowerCase()],
		['one character short', vector.text.slice(0, -1)],
		['one character long', `${vector.text}0`],
		['a million characters', 'a'.repeat(1_000_000)],
		['full-width digits', vector.text.replaceAll('0', '０')],
		['a space before it', ` ${vector.text}`],
		['nothing', ''],
	])('NT-45, NT-52: %s is not a credential', (_what, text) => {
		expect(parseCredential(text)).toBeUndefined();
	});

	test('of a thousand generated ones each is read back and none is like another', () => {
		const made = Array.from({ length: 1000 }, () =>
			generateCredential('iapi', 'test', systemRandom.bytes),
		);
		expect(new Set(made.map(({ text }) => text)).size).toBe(1000);
		for (const { text, publicId, secret } of made) {
			expect(parseCredential(text)).toEqual({
				brand: 'iapi',
				environment: 'test',
				publicId,
				secret,
			});
		}
	});
});
