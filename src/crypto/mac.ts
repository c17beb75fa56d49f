import { timingSafeEqual } from 'node:crypto';

import type { Sodium } from './sodium';

const MAC_BYTES = 32;

/** Proofs that only the holder of one key can make. */
export interface Macs {
	/** Keyed BLAKE2b-256 (RFC 7693), as base64url text. */
	of(message: Uint8Array): string;
	/** Compares in constant time; false for anything that is no proof. */
	matches(message: Uint8Array, mac: string): boolean;
}

export function keyedMacs(sodium: Sodium, key: Uint8Array): Macs {
	const macOf = (message: Uint8Array) => sodium.crypto_generichash(MAC_BYTES, message, key);
	return {
		of: (message) => Buffer.from(macOf(message)).toString('base64url'),
		matches(message, mac) {
			const bytes = Buffer.from(mac, 'base64url');
			return bytes.length === MAC_BYTES && timingSafeEqual(macOf(message), bytes);
		},
	};
}
