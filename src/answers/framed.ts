const LENGTH_BYTES = 4;

/** Texts and bytes in a row, each with its length before it: no other list makes the same bytes. */
export function framed(parts: readonly (string | Uint8Array)[]): Uint8Array {
	return Buffer.concat(
		parts.flatMap((part) => {
			const bytes = Buffer.from(part);
			const length = Buffer.alloc(LENGTH_BYTES);
			length.writeUInt32BE(bytes.length);
			return [length, bytes];
		}),
	);
}
