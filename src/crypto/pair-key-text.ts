import { fromBase62, toBase62 } from './base62';
import type { Environment } from './credential-text';
import { formatGuid, GUID_BYTES } from './guid-text';

const BRAND = 'ikey';
const ID_LETTERS = 22;
const SHAPE = /^ikey_(live|test)_([0-9A-Za-z]{22})$/;

/**
 * Writes the key of a key pair, `ikey_<environment>_<id>`: its credential id, a UUID, in base 62. It
 * is no secret, and never holds `__`, which divides key and secret at Interact's endpoint (IN-4).
 */
export function formatPairKey(environment: Environment, credentialId: string): string {
	const bytes = Buffer.from(credentialId.replaceAll('-', ''), 'hex');
	return `${BRAND}_${environment}_${toBase62(bytes, ID_LETTERS)}`;
}

/** Reads the credential id from the key of a key pair; `undefined` for any other text. */
export function parsePairKey(environment: Environment, text: string): string | undefined {
	const [, written, letters = ''] = SHAPE.exec(text) ?? [];
	const bytes = written === environment ? fromBase62(letters, GUID_BYTES) : undefined;
	return bytes && formatGuid(bytes);
}
