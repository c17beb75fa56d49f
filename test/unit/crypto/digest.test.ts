import { keyedDigests } from '../../../src/crypto/digest';
import { readySodium, type Sodium } from '../../../src/crypto/sodium';

const secret = new Uint8Array(32).fill(7);
const pepper = new Uint8Array(32).fill(1);
const otherPepper = new Uint8Array(32).fill(2);

let sodium: Sodium;
beforeAll(async () => {
	sodium = await readySodium();
});

describe('digests', () => {
	test('are BLAKE2b as RFC 7693 appendix A has it', () => {
		const digest = sodium.crypto_generichash(64, 'abc', null);
		expect(Buffer.from(digest).toString('hex')).toBe(
			'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
		);
	});

	test('match their own secret only', () => {
		const digests = keyedDigests(sodium, pepper);
		const digest = digests.of('apikey', secret);
		expect(digests.matches('apikey', secret, digest)).toBe(true);
		expect(digests.matches('apikey', new Uint8Array(32).fill(8), digest)).toBe(false);
	});

	test('of another pepper do not match', () => {
		const digest = keyedDigests(sodium, otherPepper).of('apikey', secret);
		expect(keyedDigests(sodium, pepper).matches('apikey', secret, digest)).toBe(false);
	});

	test.each([undefined, '', 'AAAA', Buffer.alloc(32).toString('base64url')])(
		'nothing matches the row %j',
		(row) => {
			expect(keyedDigests(sodium, pepper).matches('apikey', secret, row)).toBe(false);
		},
	);
});
