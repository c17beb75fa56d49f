import { argon2Sync } from 'node:crypto';

import { keyedMacs } from '../../../src/crypto/mac';
import { keyFromPassphrase } from '../../../src/crypto/passphrase';
import { readySodium, type Sodium } from '../../../src/crypto/sodium';
import { blake2b } from '../../independent-blake2b';

const bytes = (hex: string) => Buffer.from(hex, 'hex');
const hexOf = (value: Uint8Array) => Buffer.from(value).toString('hex');
const counted = (length: number, from = 0) =>
	Uint8Array.from({ length }, (_, index) => from + index);

let sodium: Sodium;
beforeAll(async () => {
	sodium = await readySodium();
});

describe('XChaCha20-Poly1305 is that of draft-irtf-cfrg-xchacha-03, appendix A.3.1', () => {
	const text =
		"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
	const aad = bytes('50515253c0c1c2c3c4c5c6c7');
	const sealed = bytes(
		'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39' +
			'ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9' +
			'21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49',
	);
	const [key, nonce] = [counted(32, 0x80), counted(24, 0x40)];

	test('in sealing', () => {
		const made = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(text, aad, null, nonce, key);
		expect(hexOf(made)).toBe(hexOf(sealed));
	});

	test('in opening, and one changed bit of text or associated data opens nothing', () => {
		const open = (ciphertext: Uint8Array, data: Uint8Array) =>
			sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, data, nonce, key);
		expect(Buffer.from(open(sealed, aad)).toString()).toBe(text);
		const flipped = (value: Uint8Array) => value.map((byte, at) => (at === 0 ? byte ^ 1 : byte));
		expect(() => open(flipped(sealed), aad)).toThrow();
		expect(() => open(sealed, flipped(aad))).toThrow();
	});
});

describe('BLAKE2b', () => {
	const ABC =
		'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923';
	const KEYED_NOTHING =
		'10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568';

	test('is that of RFC 7693, appendix A', () => {
		expect(hexOf(sodium.crypto_generichash(64, 'abc', null))).toBe(ABC);
		expect(hexOf(blake2b(64, Buffer.from('abc')))).toBe(ABC);
	});

	test('with a key is that of the known answers of its reference implementation', () => {
		const made = sodium.crypto_generichash(64, new Uint8Array(0), counted(64));
		expect(hexOf(made)).toBe(KEYED_NOTHING);
		expect(hexOf(blake2b(64, new Uint8Array(0), counted(64)))).toBe(KEYED_NOTHING);
	});

	test.each([0, 1, 63, 96, 97, 128, 129, 1000])(
		'makes the proof of %i bytes that the RFC, written down once more, makes',
		(length) => {
			const message = counted(length).map((value) => value * 7);
			const expected = blake2b(32, message, counted(32)).toString('base64url');
			expect(keyedMacs(sodium, counted(32)).of(message)).toBe(expected);
		},
	);
});

describe('Argon2id', () => {
	test('is that of RFC 9106, section 5.3', () => {
		const tag = argon2Sync('argon2id', {
			message: Buffer.alloc(32, 1),
			nonce: Buffer.alloc(16, 2),
			secret: Buffer.alloc(8, 3),
			associatedData: Buffer.alloc(12, 4),
			parallelism: 4,
			tagLength: 32,
			memory: 32,
			passes: 3,
		});
		expect(hexOf(tag)).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
	});

	test('makes a key of a passphrase as the reference implementation does', async () => {
		// Argument of its own test program: Argon2id, version 19, t=2, m=2^16, p=1, "password", "somesalt".
		const cost = { memory: 65_536, passes: 2, parallelism: 1 };
		const key = await keyFromPassphrase('password', Buffer.from('somesalt'), cost);
		expect(hexOf(key)).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
	});
});
