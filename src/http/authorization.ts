import { parseBase64Text, parsePair } from './base64-text';

/** What stands in an `Authorization` field: a scheme with its text, or one word without a scheme. */
export type Authorization =
	| { readonly kind: 'scheme'; readonly scheme: string; readonly text: string }
	| { readonly kind: 'raw'; readonly text: string };

const SCHEME_AND_TEXT = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (.*)$/;

/** Reads an `Authorization` field (RFC 9110 section 11.6.2); the scheme comes in lower case. */
export function parseAuthorization(value: string): Authorization {
	const [, scheme, text] = SCHEME_AND_TEXT.exec(value) ?? [];
	if (scheme === undefined || text === undefined) return { kind: 'raw', text: value };
	return { kind: 'scheme', scheme: scheme.toLowerCase(), text };
}

/** User name and password of the scheme `Basic` (RFC 7617 section 2); a user name has no colon. */
export function parseBasic(
	text: string,
): { readonly username: string; readonly password: string } | undefined {
	const [username, password] = parsePair(parseBase64Text(text) ?? '') ?? [];
	return username === undefined || password === undefined ? undefined : { username, password };
}
