import { isUtf8 } from 'node:buffer';

/**
 * Reads the base64 (RFC 4648 section 4) of a UTF-8 text. One text has one spelling: what is padded
 * otherwise, url-safe, broken by white space or no UTF-8 is `undefined`.
 */
export function parseBase64Text(base64: string): string | undefined {
	const bytes = Buffer.from(base64, 'base64');
	return bytes.toString('base64') === base64 && isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

/** What stands before and after the first colon. */
export function parsePair(text: string): readonly [before: string, after: string] | undefined {
	const colon = text.indexOf(':');
	return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}
