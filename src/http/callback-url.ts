const MOST_LETTERS = 2000;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** RFC 3986 letters after a scheme. Anything else reads differently in different places. */
const URI = /^[a-z][a-z0-9+.-]*:[\w\-.~:/?[\]@!$&'()*+,;=%]+$/i;
const WITH_AUTHORITY = /^https?:\/\/[^/]/i;

export type UrlMistake = 'not-absolute' | 'fragment' | 'plain-http' | 'scheme' | 'user-information';

/**
 * Checks a URL of the web: absolute, https (or http on a loopback host), without user information or
 * fragment. `undefined` where it is one.
 */
export function checkWebUrl(text: string): UrlMistake | undefined {
	if (text.includes('#')) return 'fragment';
	const url = text.length > MOST_LETTERS || !URI.test(text) ? null : URL.parse(text);
	if (url === null) return 'not-absolute';
	if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'scheme';
	if (!WITH_AUTHORITY.test(text)) return 'not-absolute';
	if (url.username !== '' || url.password !== '') return 'user-information';
	return url.protocol === 'http:' && !LOOPBACK.has(url.hostname) ? 'plain-http' : undefined;
}

/**
 * Checks a callback URL (redirect URI): a URL of the web, or one of an app's own scheme, which holds
 * a dot (RFC 8252 section 7.1) so that `javascript:` and the like are none. It stays as it is written:
 * authorization requests are compared with it letter by letter (RFC 9700 section 2.1).
 */
export function checkCallbackUrl(text: string): UrlMistake | undefined {
	const mistake = checkWebUrl(text);
	if (mistake !== 'scheme') return mistake;
	return text.slice(0, text.indexOf(':')).includes('.') ? undefined : 'scheme';
}
