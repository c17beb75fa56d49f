import { keyFromPassphrase } from '../../../src/crypto/passphrase';
import { systemRandom } from '../../../src/crypto/random';
import { readySodium, type Sodium } from '../../../src/crypto/sodium';
import { unwrapKey, wrapKey } from '../../../src/crypto/wrapped-key';

const key = new Uint8Array(32).fill(1);
const plain = new Uint8Array(32).fill(2);

let sodium: Sodium;
beforeAll(async () => {
	sodium = await readySodium();
});

describe('a wrapped key', () => {
	const wrapped = () => wrapKey(sodium, key, plain, 'context', systemRandom.bytes);

	test('opens with its key and context', () => {
		expect(unwrapKey(sodium, key, wrapped(), 'context')).toEqual(plain);
	});

	test('does not open with another key or context', () => {
		expect(unwrapKey(sodium, new Uint8Array(32), wrapped(), 'context')).toBeUndefined();
		expect(unwrapKey(sodium, key, wrapped(), 'Context')).toBeUndefined();
	});

	test.each(['nonce', 'ciphertext', 'commitment'] as const)(
		'does not open with one bit of its %s flipped',
		(member) => {
			const made = wrapped();
			const bytes = Buffer.from(made[member], 'base64url');
			bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
			const changed = { ...made, [member]: bytes.toString('base64url') };
			expect(unwrapKey(sodium, key, changed, 'context')).toBeUndefined();
		},
	);

	test.each(['nonce', 'ciphertext', 'commitment'] as const)(
		'does not open with its %s cut off',
		(member) => {
			const changed = { ...wrapped(), [member]: '' };
			expect(unwrapKey(sodium, key, changed, 'context')).toBeUndefined();
		},
	);
});

describe('a key from a passphrase', () => {
	test('takes salt, passphrase and cost into account, and no more', async () => {
		const cost = { memory: 64, passes: 1, parallelism: 1 };
		const salt = new Uint8Array(16).fill(3);
		const derived = await keyFromPassphrase('passphrase', salt, cost);
		expect(derived).toHaveLength(32);
		expect(await keyFromPassphrase('passphrase', salt, cost)).toEqual(derived);
		expect(await keyFromPassphrase('Passphrase', salt, cost)).not.toEqual(derived);
		expect(await keyFromPassphrase('passphrase', new Uint8Array(16), cost)).not.toEqual(derived);
		expect(await keyFromPassphrase('passphrase', salt, { ...cost, passes: 2 })).not.toEqual(
			derived,
		);
	});
});
