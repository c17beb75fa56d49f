import { timingSafeEqual } from 'node:crypto';

import { deriveSubkey } from './subkey';
import type { Sodium } from './sodium';

/** A key (or what is kept like one) encrypted under another; all members are base64url text. */
export interface WrappedKey {
	readonly nonce: string;
	readonly ciphertext: string;
	/**
	 * Proves the wrapping key before anything is decrypted: Poly1305 alone does not commit to a key
	 * (Len, Grubbs, Ristenpart, USENIX Security 2021).
	 */
	readonly commitment: string;
}

const NONCE_BYTES = 24;
const COMMITMENT_BYTES = 32;

const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const decode = (text: string): Buffer => Buffer.from(text, 'base64url');

/** What a wrapped key is bound to: it opens with the same context only. */
export type WrappingContext = string | Uint8Array;

function commitmentOf(
	sodium: Sodium,
	key: Uint8Array,
	nonce: Uint8Array,
	context: WrappingContext,
) {
	const message = Buffer.concat([nonce, Buffer.from(context)]);
	return sodium.crypto_generichash(
		COMMITMENT_BYTES,
		message,
		deriveSubkey(sodium, key, 'commitment'),
	);
}

/** Wraps `plain` under the 32-byte `key` with XChaCha20-Poly1305; `context` is bound to it. */
export function wrapKey(
	sodium: Sodium,
	key: Uint8Array,
	plain: Uint8Array,
	context: WrappingContext,
	bytes: (length: number) => Uint8Array,
): WrappedKey {
	const nonce = bytes(NONCE_BYTES);
	const ciphertext = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
		plain,
		context,
		null,
		nonce,
		deriveSubkey(sodium, key, 'encryption'),
	);
	return {
		nonce: encode(nonce),
		ciphertext: encode(ciphertext),
		commitment: encode(commitmentOf(sodium, key, nonce, context)),
	};
}

/** Opens what `wrapKey` made; `undefined` for the wrong key or context, or changed bytes. */
export function unwrapKey(
	sodium: Sodium,
	key: Uint8Array,
	wrapped: WrappedKey,
	context: WrappingContext,
): Uint8Array | undefined {
	const nonce = decode(wrapped.nonce);
	const commitment = decode(wrapped.commitment);
	const ciphertext = decode(wrapped.ciphertext);
	if (nonce.length !== NONCE_BYTES || commitment.length !== COMMITMENT_BYTES) return undefined;
	if (!timingSafeEqual(commitmentOf(sodium, key, nonce, context), commitment)) return undefined;
	try {
		return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
			null,
			ciphertext,
			context,
			nonce,
			deriveSubkey(sodium, key, 'encryption'),
		);
	} catch {
		return undefined; // libsodium throws for a wrong tag, which is an expected outcome here
	}
}
