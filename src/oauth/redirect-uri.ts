const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?(\/.*)?$/;
const MOST_PORTS = 65_535;

/** A loopback URI without its port (RFC 8252 section 7.3); `undefined` for any other, `localhost` too. */
function withoutPort(uri: string): string | undefined {
	const [, host, port, rest = ''] = LOOPBACK.exec(uri) ?? [];
	if (host === undefined || Number(port ?? 1) < 1 || Number(port ?? 1) > MOST_PORTS)
		return undefined;
	return `http://${host}${rest}`;
}

/**
 * Whether a redirect URI is one of those that are registered: character by character (RFC 9700
 * section 2.1), except that a loopback address may have any port.
 */
export function isRegisteredRedirect(registered: readonly string[], asked: string): boolean {
	if (registered.includes(asked)) return true;
	const loopback = withoutPort(asked);
	return loopback !== undefined && registered.some((each) => withoutPort(each) === loopback);
}

/**
 * Adds parameters to the query of a redirect URI, which keeps its own (RFC 6749 section 3.1.2), or
 * puts them into its fragment.
 */
export function redirectTo(
	uri: string,
	parameters: string,
	place: 'query' | 'fragment' = 'query',
): string {
	if (place === 'fragment') return `${uri}#${parameters}`;
	return `${uri}${uri.includes('?') ? '&' : '?'}${parameters}`;
}
