import type { Sodium } from './sodium';

const CONTEXT = 'incomapi';
const SUBKEY_BYTES = 32;

/** Number of each purpose in the key derivation; a number once given keeps its meaning. */
const PURPOSES = {
	encryption: 1,
	commitment: 2,
	pepper: 3,
	audit: 4,
	wrapping: 5,
	sealing: 6,
	state: 7,
	answers: 8,
	repetition: 9,
	messages: 10,
	forms: 11,
	links: 12,
} as const;

export type Purpose = keyof typeof PURPOSES;

/** Derives the 32-byte key for one purpose from a 32-byte key (libsodium `crypto_kdf`). */
export function deriveSubkey(sodium: Sodium, key: Uint8Array, purpose: Purpose): Uint8Array {
	return sodium.crypto_kdf_derive_from_key(SUBKEY_BYTES, PURPOSES[purpose], CONTEXT, key);
}
