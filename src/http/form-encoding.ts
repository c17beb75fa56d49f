const SPACE = 0x20;
const PERCENT = 0x25;

const isIn = (letters: string, byte: number): boolean =>
	/[0-9A-Za-z]/.test(String.fromCharCode(byte)) || letters.includes(String.fromCharCode(byte));

/** What each byte becomes, in three places of its own; those that are not needed are 0. */
function encoderOf(unreserved: string, space: string): Uint8Array {
	const encoder = new Uint8Array(3 * 256);
	for (let byte = 0; byte < 256; byte += 1) {
		const hex = byte.toString(16).toUpperCase().padStart(2, '0');
		const kept = isIn(unreserved, byte) ? String.fromCharCode(byte) : `%${hex}`;
		encoder.set(Buffer.from(byte === SPACE ? space : kept), 3 * byte);
	}
	return encoder;
}

/** PHP's `urlencode`: a space is `+`, and of the marks only `-`, `.` and `_` stay. */
const PHP_FORM = encoderOf('-._', '+');
/** Python's `quote_plus`: the same, but `~` stays. */
const PYTHON_FORM = encoderOf('-._~', '+');
/** PHP's `rawurlencode` (RFC 3986): a space is `%20`, and `~` stays. */
const RFC3986 = encoderOf('-._~', '%20');

const ENCODERS = { php: PHP_FORM, python: PYTHON_FORM, rfc3986: RFC3986 } as const;

/** Encodes bytes for an address, byte by byte, in the way that is named. */
export function urlEncoded(bytes: Uint8Array, way: keyof typeof ENCODERS): Buffer {
	const encoder = ENCODERS[way];
	const encoded = Buffer.allocUnsafe(bytes.length * 3);
	let end = 0;
	// By index: bodies of megabytes come from anybody, and an iterator for each byte takes far longer.
	for (let at = 0; at < bytes.length; at += 1) {
		const place = 3 * (bytes[at] ?? 0);
		encoded[end++] = encoder[place] ?? 0;
		const second = encoder[place + 1] ?? 0;
		if (second === 0) continue;
		encoded[end++] = second;
		encoded[end++] = encoder[place + 2] ?? 0;
	}
	return encoded.subarray(0, end);
}

const hexDigit = (byte: number | undefined): number => {
	const value = Number.parseInt(String.fromCharCode(byte ?? 0), 16);
	return Number.isNaN(value) ? -1 : value;
};

/** PHP's `urldecode`: `+` is a space, and a `%` that begins nothing stays. */
export function urlDecoded(text: string): Buffer {
	const bytes = Buffer.from(text);
	const decoded = Buffer.allocUnsafe(bytes.length);
	let end = 0;
	for (let at = 0; at < bytes.length; at += 1) {
		const byte = bytes[at] ?? 0;
		const [high, low] = [hexDigit(bytes[at + 1]), hexDigit(bytes[at + 2])];
		if (byte === PERCENT && high >= 0 && low >= 0) {
			decoded[end++] = high * 16 + low;
			at += 2;
		} else {
			decoded[end++] = byte === 0x2b ? SPACE : byte;
		}
	}
	return decoded.subarray(0, end);
}
