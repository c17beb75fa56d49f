const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DIGITS = new Map([...ALPHABET].map((letter, digit) => [letter, BigInt(digit)]));

/** Writes bytes as one big-endian number in base 62, left-padded with `0` to `length` letters. */
export function toBase62(bytes: Uint8Array, length: number): string {
	let rest = BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
	let text = '';
	while (rest > 0n) {
		text = ALPHABET.charAt(Number(rest % 62n)) + text;
		rest /= 62n;
	}
	return text.padStart(length, '0');
}

/**
 * Reads what `toBase62` wrote into exactly `size` bytes. `undefined` for a foreign letter or a
 * number too large for that size, so that every value has one spelling.
 */
export function fromBase62(text: string, size: number): Uint8Array | undefined {
	let value = 0n;
	for (const letter of text) {
		const digit = DIGITS.get(letter);
		if (digit === undefined) return undefined;
		value = value * 62n + digit;
	}
	if (value >> BigInt(size * 8) !== 0n) return undefined;
	return new Uint8Array(Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex'));
}
