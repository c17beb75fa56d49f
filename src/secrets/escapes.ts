// Texts are bytes here: ASCII in lower case, anything else 255.

const codeOf = (character: string): number => character.charCodeAt(0);
const [BACKSLASH, PERCENT, AMPERSAND, PLUS, HASH, SEMICOLON, LETTER_U, LETTER_X, ZERO] = [
	...'\\%&+#;ux0',
].map(codeOf) as [number, number, number, number, number, number, number, number, number];

const JSON_LETTERS = new Map(
	Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' })
		.concat([...`"'\\/`].map((itself) => [itself, itself]))
		.map(([letter, meaning]) => [codeOf(letter), codeOf(meaning)]),
);

const HTML_NAMES = new Map(
	Object.entries({
		...{ tab: '\t', nbsp: ' ', excl: '!', quot: '"', num: '#', dollar: '$', percnt: '%', amp: '&' },
		...{ apos: "'", lpar: '(', rpar: ')', ast: '*', plus: '+', comma: ',', period: '.', sol: '/' },
		...{ colon: ':', semi: ';', lt: '<', equals: '=', gt: '>', quest: '?', commat: '@', lsqb: '[' },
		...{
			bsol: '\\',
			rsqb: ']',
			hat: '^',
			lowbar: '_',
			grave: '`',
			lcub: '{',
			vert: '|',
			rcub: '}',
		},
	}).map(([name, character]) => [name, codeOf(character)]),
);
const LONGEST_NAME = 6;

/** The meaning of an escape that has none: a line break that folds a text, a byte of UTF-16. */
export const NOTHING = 128;

export const lowerCase = (code: number): number => (code >= 65 && code <= 90 ? code + 32 : code);

/** An escape: what it means (an ASCII code, or nothing) and its length. Packed, to allocate nothing. */
const escape = (meaning: number, length: number): number => length * 256 + lowerCase(meaning);
export const meaningOf = (found: number): number => found & 255;
export const lengthOf = (found: number): number => found >> 8;

/** The value of a hexadecimal digit; 16 for anything else. */
function digit(code: number | undefined): number {
	if (code === undefined) return 16;
	if (code >= 48 && code <= 57) return code - 48;
	return code >= 97 && code <= 102 ? code - 87 : 16;
}

/** The escape whose ASCII code two hexadecimal digits write, its last ones; 0 for anything else. */
function hexadecimal(bytes: Uint8Array, at: number, length: number): number {
	const high = digit(bytes[at + length - 2]);
	const low = digit(bytes[at + length - 1]);
	return high < 8 && low < 16 ? escape(high * 16 + low, length) : 0;
}

/** RFC 8259 section 7, and `\x41` and `\'` as JavaScript writes them. */
function jsonAt(bytes: Uint8Array, at: number): number {
	const next = bytes[at + 1];
	if (next === LETTER_U) {
		return bytes[at + 2] === ZERO && bytes[at + 3] === ZERO ? hexadecimal(bytes, at, 6) : 0;
	}
	if (next === LETTER_X) return hexadecimal(bytes, at, 4);
	const meaning = JSON_LETTERS.get(next ?? 0);
	return meaning === undefined ? 0 : escape(meaning, 2);
}

/** A numeric character reference; leading zeros and a missing semicolon count. */
function numericHtmlAt(bytes: Uint8Array, at: number): number {
	const radix = bytes[at + 2] === LETTER_X ? 16 : 10;
	const first = radix === 16 ? at + 3 : at + 2;
	let end = first;
	let code = 0;
	for (; end < first + 8; end += 1) {
		const value = digit(bytes[end]);
		if (value >= radix) break;
		code = code * radix + value;
	}
	if (end === first || code > 127) return 0;
	return escape(code, end - at + (bytes[end] === SEMICOLON ? 1 : 0));
}

/** HTML standard, section 13.5, as far as a reference stands for an ASCII character. */
function htmlAt(bytes: Uint8Array, at: number): number {
	if (bytes[at + 1] === HASH) return numericHtmlAt(bytes, at);
	let name = '';
	for (let next = at + 1; name.length <= LONGEST_NAME; next += 1) {
		const code = bytes[next];
		if (code === SEMICOLON) {
			const meaning = HTML_NAMES.get(name);
			return meaning === undefined ? 0 : escape(meaning, name.length + 2);
		}
		if (code === undefined || code < 97 || code > 122) return 0;
		name += String.fromCharCode(code);
	}
	return 0;
}

/** Reads the escape that begins at an index; 0 where none does. Takes bounded time. */
export function escapeAt(bytes: Uint8Array, at: number): number {
	switch (bytes[at] ?? 0) {
		case BACKSLASH:
			return jsonAt(bytes, at);
		case PERCENT:
			// RFC 3986 section 2.1.
			return hexadecimal(bytes, at, 3);
		case AMPERSAND:
			return htmlAt(bytes, at);
		case PLUS:
			// In a form, a space.
			return escape(codeOf(' '), 1);
		default:
			return escape(NOTHING, 1);
	}
}

/** Which characters begin an escape, by the way of writing. */
export const BEGINNINGS = {
	json: '\\',
	percent: '%',
	form: '%+',
	html: '&',
	folded: '\r\n\0',
	all: '\\%&\r\n\0',
	allInForm: '\\%&+\r\n\0',
} as const;
export type Writing = keyof typeof BEGINNINGS;
