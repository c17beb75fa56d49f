/** What keeps a URL from being an issuer. */
export type IssuerFlaw =
	'not-a-url' | 'query-or-fragment' | 'user' | 'not-https' | 'trailing-slash';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** An issuer is an https URL without query and fragment (RFC 8414 section 2); http on loopback alone. */
export function flawOfIssuer(text: string): IssuerFlaw | undefined {
	const url = URL.parse(text);
	if (url === null) return 'not-a-url';
	if (text.includes('?') || text.includes('#')) return 'query-or-fragment';
	if (url.username !== '' || url.password !== '') return 'user';
	if (text.endsWith('/')) return 'trailing-slash';
	const fits =
		url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
	return fits ? undefined : 'not-https';
}
