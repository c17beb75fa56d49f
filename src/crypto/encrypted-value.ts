import type { Sodium } from './sodium';
import { unwrapKey, type WrappedKey, wrapKey } from './wrapped-key';

/** A value encrypted under a key of its own, which is wrapped by another. */
export interface EncryptedValue {
	readonly key: WrappedKey;
	readonly value: WrappedKey;
}

const KEY_BYTES = 32;
/** Lengths of values show in steps of this many bytes only. */
const PADDING_BYTES = 64;
const KEY_LABEL = Buffer.from('incoming-api/data-key/v1\0');

const keyContext = (context: Uint8Array): Uint8Array => Buffer.concat([KEY_LABEL, context]);

/**
 * Encrypts a value with XChaCha20-Poly1305 under a new key, padded by ISO/IEC 7816-4. `context` is
 * bound to both, the value and its key.
 */
export function encryptValue(
	sodium: Sodium,
	wrapping: Uint8Array,
	value: Uint8Array,
	context: Uint8Array,
	bytes: (length: number) => Uint8Array,
): EncryptedValue {
	const key = bytes(KEY_BYTES);
	const padded = sodium.pad(value, PADDING_BYTES);
	const encrypted = {
		key: wrapKey(sodium, wrapping, key, keyContext(context), bytes),
		value: wrapKey(sodium, key, padded, context, bytes),
	};
	sodium.memzero(key);
	sodium.memzero(padded);
	return encrypted;
}

/** Opens what `encryptValue` made; `undefined` for the wrong key or context, or changed bytes. */
export function decryptValue(
	sodium: Sodium,
	wrapping: Uint8Array,
	encrypted: EncryptedValue,
	context: Uint8Array,
): Uint8Array | undefined {
	const key = unwrapKey(sodium, wrapping, encrypted.key, keyContext(context));
	if (key === undefined) return undefined;
	const padded = unwrapKey(sodium, key, encrypted.value, context);
	sodium.memzero(key);
	return padded && sodium.unpad(padded, PADDING_BYTES);
}
