import { crc32 } from 'node:zlib';

import { fromBase62, toBase62 } from './base62';

export type Environment = 'live' | 'test';

/** What a generated credential says of itself: public id of 16 bytes, secret of 32 bytes. */
export interface CredentialText {
	readonly brand: string;
	readonly environment: Environment;
	/** The id as it stands in the text: 22 letters of base 62. */
	readonly publicId: string;
	readonly secret: Uint8Array;
}

const ID_BYTES = 16;
const ID_LETTERS = 22;
/** Letters of base 62 are in the order of their characters, so that texts compare as numbers. */
const GREATEST_ID = toBase62(new Uint8Array(ID_BYTES).fill(0xff), ID_LETTERS);
const SECRET_BYTES = 32;
const SECRET_LETTERS = 43;
const CHECKSUM_LETTERS = 6;
const BRAND_LETTERS = { least: 2, most: 10 };
const FIXED_LETTERS = '_live_'.length + ID_LETTERS + '_'.length + SECRET_LETTERS + CHECKSUM_LETTERS;
const SHAPE =
	/^([a-z][a-z0-9]{1,9})_(live|test)_([0-9A-Za-z]{22})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

function checksumOf(text: string): string {
	const checksum = Buffer.alloc(4);
	checksum.writeUInt32BE(crc32(text));
	return toBase62(checksum, CHECKSUM_LETTERS);
}

/** Writes `<brand>_<environment>_<id>_<secret><checksum>`; `id` has 16 bytes, `secret` 32. */
export function formatCredential(
	brand: string,
	environment: Environment,
	id: Uint8Array,
	secret: Uint8Array,
): string {
	const publicId = toBase62(id, ID_LETTERS);
	const shown = formatPublicId(brand, environment, publicId);
	const text = `${shown}_${toBase62(secret, SECRET_LETTERS)}`;
	return text + checksumOf(text);
}

/** The beginning of a credential, without anything of its secret: it may be shown and logged. */
export function formatPublicId(brand: string, environment: Environment, publicId: string): string {
	return `${brand}_${environment}_${publicId}`;
}

/**
 * Reads a generated credential. `undefined` where length, alphabet, range or CRC-32 (ISO-HDLC) is
 * wrong; the length is looked at first, so that a huge text costs nothing.
 */
export function parseCredential(text: string): CredentialText | undefined {
	if (text.length < FIXED_LETTERS + BRAND_LETTERS.least) return undefined;
	if (text.length > FIXED_LETTERS + BRAND_LETTERS.most) return undefined;
	const [, brand, environment, publicId, secretText, checksum] = SHAPE.exec(text) ?? [];
	if (!brand || !publicId || !secretText) return undefined;
	if (environment !== 'live' && environment !== 'test') return undefined;
	if (checksumOf(text.slice(0, -CHECKSUM_LETTERS)) !== checksum) return undefined;
	if (publicId > GREATEST_ID) return undefined;
	const secret = fromBase62(secretText, SECRET_BYTES);
	if (secret === undefined) return undefined;
	return { brand, environment, publicId, secret };
}

/** Generates a credential: `text` is shown once, `publicId` finds it, `secret` is to be digested. */
export function generateCredential(
	brand: string,
	environment: Environment,
	bytes: (length: number) => Uint8Array,
): { readonly text: string; readonly publicId: string; readonly secret: Uint8Array } {
	const id = bytes(ID_BYTES);
	const secret = bytes(SECRET_BYTES);
	const text = formatCredential(brand, environment, id, secret);
	const start = `${brand}_${environment}_`.length;
	return { text, publicId: text.slice(start, start + ID_LETTERS), secret };
}
