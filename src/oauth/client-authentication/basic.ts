import { parseAuthorization } from '../../http/authorization';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Reads a value that was written as a form value (RFC 6749 appendix B); `undefined` where it is none. */
function formDecoded(text: string): string | undefined {
	// A form value has none of these as they are; a space is `+`, and what is not ASCII is escaped.
	if (/[^\x21-\x7e]/.test(text)) return undefined;
	try {
		return decodeURIComponent(text.replaceAll('+', ' '));
	} catch {
		return undefined; // decodeURIComponent throws for a stray `%`, an expected outcome here
	}
}

/**
 * Reads client id and secret of HTTP Basic: split at the first colon, then both form-decoded (RFC
 * 6749 section 2.3.1). `undefined` for anything that is not exactly that.
 */
export function parseBasic(
	field: string,
): { readonly id: string; readonly secret: string } | undefined {
	const authorization = parseAuthorization(field);
	if (authorization.kind === 'raw' || authorization.scheme !== 'basic') return undefined;
	if (!BASE64.test(authorization.text)) return undefined;
	const bytes = Buffer.from(authorization.text, 'base64');
	if (bytes.toString('base64') !== authorization.text) return undefined;
	const text = bytes.toString('latin1');
	const colon = text.indexOf(':');
	if (colon === -1) return undefined;
	const id = formDecoded(text.slice(0, colon));
	const secret = formDecoded(text.slice(colon + 1));
	return id && secret !== undefined ? { id, secret } : undefined;
}
