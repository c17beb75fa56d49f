import type { Sodium } from './sodium';

/** Who has the public half can seal for who has both. X25519, 32 bytes each. */
export interface SealingKeyPair {
	readonly publicKey: Uint8Array;
	readonly privateKey: Uint8Array;
}

export const PUBLIC_KEY_BYTES = 32;

const SEED_BYTES = 32;
const CONTEXT = 'iasealed';

/** The pair of this number that belongs to a 32-byte key; numbers count from 1. */
export function sealingKeyPair(sodium: Sodium, key: Uint8Array, number: number): SealingKeyPair {
	const seed = sodium.crypto_kdf_derive_from_key(SEED_BYTES, number, CONTEXT, key);
	const { publicKey, privateKey } = sodium.crypto_box_seed_keypair(seed);
	sodium.memzero(seed);
	return { publicKey, privateKey };
}

/** Seals a message for a public key: libsodium's `crypto_box_seal`. It says nothing of who sealed. */
export function sealFor(sodium: Sodium, publicKey: Uint8Array, message: Uint8Array): Uint8Array {
	return sodium.crypto_box_seal(message, publicKey);
}

/** Opens what was sealed for this pair; `undefined` for anything else. */
export function openSealed(
	sodium: Sodium,
	{ publicKey, privateKey }: SealingKeyPair,
	sealed: Uint8Array,
): Uint8Array | undefined {
	try {
		return sodium.crypto_box_seal_open(sealed, publicKey, privateKey);
	} catch {
		return undefined; // libsodium throws for a wrong tag, which is an expected outcome here
	}
}
