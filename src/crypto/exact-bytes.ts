/**
 * Decodes a text that is exactly what encoding its bytes writes; `undefined` for any other, which
 * Node would read as far as it can (RFC 4648 section 3.3). NT-57, NT-75.
 */
export function exactBytes(text: string, encoding: 'hex' | 'base64'): Buffer | undefined {
	const bytes = Buffer.from(text, encoding);
	return bytes.length > 0 && bytes.toString(encoding) === text ? bytes : undefined;
}
