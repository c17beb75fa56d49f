const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Two letters each. */
const PAIRS = Array.from(
	{ length: 62 * 62 },
	(_, number) => ALPHABET.charAt(Math.floor(number / 62)) + ALPHABET.charAt(number % 62),
);
/** By character code. */
const DIGITS: readonly (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
	const digit = ALPHABET.indexOf(String.fromCharCode(code));
	return digit === -1 ? undefined : digit;
});

// Every key is read on every call. Parts so small that a plain number holds their products exactly
// cost half of what large numbers do.
const LETTERS_AT_ONCE = 4;
const LETTERS_BASE = 62 ** LETTERS_AT_ONCE;
const BYTES_AT_ONCE = 3;
const BYTES_BASE = 256 ** BYTES_AT_ONCE;

/** Makes of a number, its parts in base `to` and the lowest first, `from` times as much and `added`. */
function extend(parts: number[], from: number, added: number, to: number): void {
	let carried = added;
	for (let index = 0; index < parts.length; index += 1) {
		const value = (parts[index] ?? 0) * from + carried;
		carried = Math.floor(value / to);
		parts[index] = value - carried * to;
	}
	for (; carried > 0; carried = Math.floor(carried / to)) parts.push(carried % to);
}

/** Writes bytes as one big-endian number in base 62, left-padded with `0` to `length` letters. */
export function toBase62(bytes: Uint8Array, length: number): string {
	const parts: number[] = [];
	const first = bytes.length % BYTES_AT_ONCE;
	for (let end = first; end <= bytes.length; end += BYTES_AT_ONCE) {
		extend(parts, BYTES_BASE, numberIn(bytes, end), LETTERS_BASE);
	}
	let text = '';
	for (const part of parts) text = lettersOf(part) + text;
	return text.replace(/^0+/, '').padStart(length, '0');
}

/** The bytes before `end`, as many as go at once. */
function numberIn(bytes: Uint8Array, end: number): number {
	let value = 0;
	for (let index = Math.max(end - BYTES_AT_ONCE, 0); index < end; index += 1) {
		value = value * 256 + (bytes[index] ?? 0);
	}
	return value;
}

function lettersOf(part: number): string {
	const high = Math.floor(part / PAIRS.length);
	return (PAIRS[high] ?? '') + (PAIRS[part - high * PAIRS.length] ?? '');
}

/**
 * Reads what `toBase62` wrote into exactly `size` bytes. `undefined` for a foreign letter or a
 * number too large for that size, so that every value has one spelling.
 */
export function fromBase62(text: string, size: number): Uint8Array | undefined {
	const parts: number[] = [];
	for (let end = text.length % LETTERS_AT_ONCE; end <= text.length; end += LETTERS_AT_ONCE) {
		const number = numberOf(text, end);
		if (number === undefined) return undefined;
		extend(parts, LETTERS_BASE, number, BYTES_BASE);
	}
	return bytesOf(parts, size);
}

/** What the letters before `end` say, as many as go at once. */
function numberOf(text: string, end: number): number | undefined {
	let value = 0;
	for (let index = Math.max(end - LETTERS_AT_ONCE, 0); index < end; index += 1) {
		const digit = DIGITS[text.charCodeAt(index)];
		if (digit === undefined) return undefined;
		value = value * 62 + digit;
	}
	return value;
}

function bytesOf(parts: readonly number[], size: number): Uint8Array | undefined {
	const bytes = new Uint8Array(size);
	for (let place = 0; place < parts.length * BYTES_AT_ONCE; place += 1) {
		const part = parts[Math.floor(place / BYTES_AT_ONCE)] ?? 0;
		const byte = (part >> (8 * (place % BYTES_AT_ONCE))) & 0xff;
		if (place < size) bytes[size - 1 - place] = byte;
		else if (byte !== 0) return undefined;
	}
	return bytes;
}
