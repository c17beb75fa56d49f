const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** By character code. */
const DIGITS: readonly (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
	const digit = ALPHABET.indexOf(String.fromCharCode(code));
	return digit === -1 ? undefined : digit;
});

// As many letters as a plain number holds exactly: every key is read on every call, and most of the
// cost would be arithmetic with large numbers.
const LETTERS_AT_ONCE = 8;
const BYTES_AT_ONCE = 6;
const POWERS = Array.from({ length: LETTERS_AT_ONCE + 1 }, (_, letters) => 62n ** BigInt(letters));
const power = (letters: number): bigint => POWERS[letters] ?? 1n;

/** Writes bytes as one big-endian number in base 62, left-padded with `0` to `length` letters. */
export function toBase62(bytes: Uint8Array, length: number): string {
	if (bytes.length <= BYTES_AT_ONCE) return lettersOf(numberIn(bytes)).padStart(length, '0');
	const whole = power(LETTERS_AT_ONCE);
	let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
	let text = '';
	while (rest > 0n) {
		text = lettersOf(Number(rest % whole)).padStart(LETTERS_AT_ONCE, '0') + text;
		rest /= whole;
	}
	return text.replace(/^0+/, '').padStart(length, '0');
}

function numberIn(bytes: Uint8Array): number {
	return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

function lettersOf(number: number): string {
	let rest = number;
	let text = '';
	while (rest > 0) {
		text = ALPHABET.charAt(rest % 62) + text;
		rest = Math.floor(rest / 62);
	}
	return text;
}

/**
 * Reads what `toBase62` wrote into exactly `size` bytes. `undefined` for a foreign letter or a
 * number too large for that size, so that every value has one spelling.
 */
export function fromBase62(text: string, size: number): Uint8Array | undefined {
	let value = 0n;
	for (let start = 0; start < text.length; start += LETTERS_AT_ONCE) {
		const part = text.slice(start, start + LETTERS_AT_ONCE);
		const number = numberOf(part);
		if (number === undefined) return undefined;
		value = value * power(part.length) + BigInt(number);
	}
	if (value >> BigInt(size * 8) !== 0n) return undefined;
	return new Uint8Array(Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex'));
}

function numberOf(letters: string): number | undefined {
	let value = 0;
	for (let index = 0; index < letters.length; index += 1) {
		const digit = DIGITS[letters.charCodeAt(index)];
		if (digit === undefined) return undefined;
		value = value * 62 + digit;
	}
	return value;
}
