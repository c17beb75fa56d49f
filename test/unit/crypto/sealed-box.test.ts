import nacl from 'tweetnacl';

import { openSealed, sealFor, sealingKeyPair } from '../../../src/crypto/sealed-box';
import { readySodium, type Sodium } from '../../../src/crypto/sodium';
import { blake2b } from '../../independent-blake2b';

const message = Buffer.from('{"value":"s3cr3t"}');
const key = new Uint8Array(32).fill(5);

let sodium: Sodium;
beforeAll(async () => {
	sodium = await readySodium();
});

/** `crypto_box_seal` from another library: ephemeral public key, then a box under a hashed nonce. */
function sealElsewhere(publicKey: Uint8Array): Uint8Array {
	const own = nacl.box.keyPair();
	const nonce = blake2b(24, Buffer.concat([own.publicKey, publicKey]));
	return Buffer.concat([own.publicKey, nacl.box(message, nonce, publicKey, own.secretKey)]);
}

function openElsewhere(sealed: Uint8Array, secretKey: Uint8Array): Uint8Array | null {
	const { publicKey } = nacl.box.keyPair.fromSecretKey(secretKey);
	const ephemeral = sealed.subarray(0, 32);
	const nonce = blake2b(24, Buffer.concat([ephemeral, publicKey]));
	return nacl.box.open(sealed.subarray(32), nonce, ephemeral, secretKey) || null;
}

describe('a sealed box', () => {
	test('opens with its pair and no other', () => {
		const pair = sealingKeyPair(sodium, key, 1);
		const sealed = sealFor(sodium, pair.publicKey, message);
		expect(sealed).toHaveLength(message.length + 48);
		expect(openSealed(sodium, pair, sealed)).toEqual(new Uint8Array(message));
		expect(openSealed(sodium, sealingKeyPair(sodium, key, 2), sealed)).toBeUndefined();
	});

	test.each([0, 31, 32, 47, 48, 60])('does not open with its byte %i changed', (at) => {
		const pair = sealingKeyPair(sodium, key, 1);
		const sealed = sealFor(sodium, pair.publicKey, message);
		const changed = sealed.map((byte, index) => (index === at ? byte ^ 1 : byte));
		expect(openSealed(sodium, pair, changed)).toBeUndefined();
	});

	test.each([0, 1, 32, 47, 48])('does not open when only %i bytes are left of it', (length) => {
		const pair = sealingKeyPair(sodium, key, 1);
		const sealed = sealFor(sodium, pair.publicKey, message);
		expect(openSealed(sodium, pair, sealed.subarray(0, length))).toBeUndefined();
	});

	test('that another library sealed opens', () => {
		const pair = sealingKeyPair(sodium, key, 1);
		expect(openSealed(sodium, pair, sealElsewhere(pair.publicKey))).toEqual(
			new Uint8Array(message),
		);
	});

	test('opens with another library', () => {
		const own = nacl.box.keyPair();
		expect(openElsewhere(sealFor(sodium, own.publicKey, message), own.secretKey)).toEqual(
			new Uint8Array(message),
		);
	});
});
