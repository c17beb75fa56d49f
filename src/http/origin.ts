import { hostOf } from './host';

/** An origin that is allowed, or all origins of the subdomains of a host. */
export interface OriginRule {
	/** As browsers write it, with `*.` before the host where subdomains are meant. */
	readonly text: string;
	readonly scheme: string;
	/** Without port. */
	readonly host: string;
	/** Empty for the usual one of the scheme. */
	readonly port: string;
	readonly subdomains: boolean;
}

/** A name of 253 letters (RFC 1035 section 2.3.4), a scheme, a wildcard and a port. */
const MOST_LETTERS = 280;
const PARTS = /^(https?:\/\/)(\*\.)?([^*]+)$/i;
const OUTSIDE_AN_ORIGIN = /[\p{Cc}\s/\\?#@%]/u;
const LOOPBACK = /^(?:localhost|.+\.localhost)$/;

/**
 * Reads an allowed origin: scheme, host and port as in `Origin` (RFC 6454 section 6.1), and nothing
 * behind. `*.` before a host of two labels or more means its subdomains and never the host itself.
 * Pages come by https; by http only from loopback and from addresses. `undefined` for anything else,
 * `*` and `null` among it.
 */
export function parseOriginRule(text: string): OriginRule | undefined {
	if (text.length > MOST_LETTERS) return undefined;
	const [, scheme = '', wildcard, rest = ''] = PARTS.exec(text) ?? [];
	if (rest === '' || OUTSIDE_AN_ORIGIN.test(rest)) return undefined;
	const url = URL.parse(scheme + rest);
	const host = url === null ? undefined : hostOf(url);
	if (url === null || host?.name !== url.hostname) return undefined;
	const subdomains = wildcard !== undefined;
	if (subdomains && (host.kind === 'address' || !host.name.includes('.'))) return undefined;
	const isSafe = url.protocol === 'https:' || host.kind === 'address' || LOOPBACK.test(host.name);
	if (!isSafe) return undefined;
	return {
		text: `${url.protocol}//${wildcard ?? ''}${url.host}`,
		scheme: url.protocol,
		host: host.name,
		port: url.port,
		subdomains,
	};
}

/**
 * Whether an `Origin` as a browser writes it is among the allowed ones: by scheme, host and port,
 * letter by letter (IB-14, NT-59).
 */
export function isAllowedOrigin(origin: string, rules: readonly OriginRule[]): boolean {
	const presented = parseOriginRule(origin);
	if (presented?.text !== origin || presented.subdomains) return false;
	return rules.some(({ text, scheme, host, port, subdomains }) =>
		subdomains
			? presented.scheme === scheme &&
				presented.port === port &&
				presented.host.endsWith(`.${host}`)
			: text === origin,
	);
}
