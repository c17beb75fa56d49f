import type { Sodium } from './sodium';
import { unwrapKey, wrapKey } from './wrapped-key';

const PADDING_BYTES = 256;

/** Encrypts a text so that it can go through foreign hands; `context` is bound to it. */
export function sealText(
	sodium: Sodium,
	key: Uint8Array,
	text: string,
	context: string,
	bytes: (length: number) => Uint8Array,
): string {
	const padded = sodium.pad(Buffer.from(text), PADDING_BYTES);
	const { nonce, ciphertext, commitment } = wrapKey(sodium, key, padded, context, bytes);
	return [nonce, commitment, ciphertext].join('.');
}

const SEALED = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/** Opens what `sealText` made; `undefined` for the wrong key or context, or a changed text. */
export function openText(
	sodium: Sodium,
	key: Uint8Array,
	sealed: string,
	context: string,
): string | undefined {
	const [, nonce = '', commitment = '', ciphertext = ''] = SEALED.exec(sealed) ?? [];
	const padded = unwrapKey(sodium, key, { nonce, commitment, ciphertext }, context);
	return padded && Buffer.from(sodium.unpad(padded, PADDING_BYTES)).toString();
}
