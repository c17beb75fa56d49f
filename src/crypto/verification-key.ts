import { createHmac, createPublicKey, createSecretKey, timingSafeEqual, verify } from 'node:crypto';

export type HmacAlgorithm = 'sha256' | 'sha512';

/** A secret that both sides have (RFC 2104). It shows nothing of itself. */
export interface HmacKey {
	readonly kind: 'hmac';
	/** Signs the parts one behind the other. */
	sign(algorithm: HmacAlgorithm, parts: readonly Uint8Array[]): Buffer;
}

/** The public half of a pair (RFC 8032). */
export interface Ed25519Key {
	readonly kind: 'ed25519';
	verifies(parts: readonly Uint8Array[], signature: Uint8Array): boolean;
}

/** What signatures of messages are checked with. */
export type VerificationKey = HmacKey | Ed25519Key;

export const ED25519_KEY_BYTES = 32;
/** SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 section 4). */
const ED25519_INFO = Buffer.from('302a300506032b6570032100', 'hex');

export function hmacKey(bytes: Uint8Array): HmacKey {
	const key = createSecretKey(bytes);
	return {
		kind: 'hmac',
		sign(algorithm, parts) {
			const hmac = createHmac(algorithm, key);
			for (const part of parts) hmac.update(part);
			return hmac.digest();
		},
	};
}

/** `publicKey` has 32 bytes. */
export function ed25519Key(publicKey: Uint8Array): Ed25519Key {
	const info = Buffer.concat([ED25519_INFO, publicKey]);
	const key = createPublicKey({ key: info, format: 'der', type: 'spki' });
	return {
		kind: 'ed25519',
		verifies: (parts, signature) => verify(null, Buffer.concat(parts), key, signature),
	};
}

/** Compares in a time that depends on the lengths alone. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
	return one.length === other.length && timingSafeEqual(one, other);
}
