import { decryptValue, encryptValue } from '../../../src/crypto/encrypted-value';
import { systemRandom } from '../../../src/crypto/random';
import { readySodium, type Sodium } from '../../../src/crypto/sodium';

const wrapping = new Uint8Array(32).fill(1);
const context = Buffer.from('place');

let sodium: Sodium;
beforeAll(async () => {
	sodium = await readySodium();
});

const encrypt = (value: string) =>
	encryptValue(sodium, wrapping, Buffer.from(value), context, systemRandom.bytes);
const decrypt = (
	...[encrypted, key = wrapping, at = context]: [
		ReturnType<typeof encrypt>,
		Uint8Array?,
		Uint8Array?,
	]
) => {
	const value = decryptValue(sodium, key, encrypted, at);
	return value && Buffer.from(value).toString();
};

describe('an encrypted value', () => {
	test.each(['', 'short', 'x'.repeat(64), 'Zürich \0 end', 'x'.repeat(10_000)])(
		'opens to what it was (%#)',
		(value) => {
			expect(decrypt(encrypt(value))).toBe(value);
		},
	);

	test('does not open with another key or in another place', () => {
		const encrypted = encrypt('value');
		expect(decrypt(encrypted, new Uint8Array(32))).toBeUndefined();
		expect(decrypt(encrypted, wrapping, Buffer.from('elsewhere'))).toBeUndefined();
	});

	test('does not open with the key or the value of another one', () => {
		const [one, other] = [encrypt('one'), encrypt('other')];
		expect(decrypt({ key: one.key, value: other.value })).toBeUndefined();
		expect(decrypt({ key: other.key, value: one.value })).toBeUndefined();
	});

	test('shows nothing of a length below 64 bytes, and is new each time', () => {
		const lengthOf = (value: string) => encrypt(value).value.ciphertext.length;
		expect(lengthOf('x'.repeat(63))).toBe(lengthOf(''));
		expect(lengthOf('x'.repeat(64))).toBeGreaterThan(lengthOf(''));
		expect(encrypt('same').value.ciphertext).not.toBe(encrypt('same').value.ciphertext);
	});

	test.each(['nonce', 'ciphertext', 'commitment'] as const)(
		'does not open with one bit of a %s flipped',
		(member) => {
			for (const part of ['key', 'value'] as const) {
				const made = encrypt('value');
				const bytes = Buffer.from(made[part][member], 'base64url');
				bytes.writeUInt8(bytes.readUInt8(3) ^ 4, 3);
				const changed = { ...made[part], [member]: bytes.toString('base64url') };
				expect(decrypt({ ...made, [part]: changed })).toBeUndefined();
			}
		},
	);
});
