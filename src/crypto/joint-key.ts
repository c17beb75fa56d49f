import type { Sodium } from './sodium';

const KEY_BYTES = 32;

/** A 32-byte key that takes both to make: a key that is kept, and a secret that is not. */
export function jointKey(sodium: Sodium, kept: Uint8Array, secret: Uint8Array): Uint8Array {
	return sodium.crypto_generichash(KEY_BYTES, secret, kept);
}
