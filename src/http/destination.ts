import { type Host, hostOf, parseHost } from './host';

/** Hosts that a secret may be sent to. */
export interface AllowedDomains {
	readonly kind: 'allowed-domains';
	readonly exact: ReadonlySet<string>;
	/** What follows the asterisk, with its dot: `.example.com`. */
	readonly suffixes: readonly string[];
	/** The normalised list, comma-separated, as n8n's own check reads it. */
	readonly text: string;
	/** Ports, in decimal; undefined means all. */
	readonly ports?: ReadonlySet<string>;
}

/**
 * Parses a comma-separated list of ports, 1 to 65535. Undefined when there is none, which allows all;
 * the entry that is no port otherwise.
 */
export function parseAllowedPorts(
	text: string,
): ReadonlySet<string> | undefined | { readonly wrong: string } {
	const entries = text
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
	const wrong = entries.find((entry) => !/^[1-9]\d{0,4}$/.test(entry) || Number(entry) > 65_535);
	if (wrong !== undefined) return { wrong };
	return entries.length === 0 ? undefined : new Set(entries);
}

/** The list cannot be used; `entry` is undefined when there is no entry at all. */
export interface DomainsMistake {
	readonly kind: 'domains-mistake';
	readonly entry: string | undefined;
}

/**
 * Parses a comma-separated list of hosts: exact (`api.example.com`, `127.0.0.1`, `[::1]`) or
 * `*.example.com`, which means one or more labels in front and never the bare name. Ports, schemes
 * and paths are mistakes, as is an empty list.
 */
export function parseAllowedDomains(text: string): AllowedDomains | DomainsMistake {
	const entries = text
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
	if (entries.length === 0) return { kind: 'domains-mistake', entry: undefined };

	const exact = new Set<string>();
	const suffixes: string[] = [];
	for (const entry of entries) {
		const wildcard = entry.startsWith('*.');
		const host = parseHost(wildcard ? entry.slice(2) : entry);
		if (host === undefined || host.name.includes('*') || (wildcard && host.kind === 'address')) {
			return { kind: 'domains-mistake', entry };
		}
		if (wildcard) suffixes.push(`.${host.name}`);
		else exact.add(host.name);
	}
	const list = [...exact, ...suffixes.map((suffix) => `*${suffix}`)].join(', ');
	return { kind: 'allowed-domains', exact, suffixes, text: list };
}

/** Whether every host of one list is a host of the other. Ports do not matter. */
export function isWithin(inner: AllowedDomains, outer: AllowedDomains): boolean {
	const isBelow = (name: string): boolean => outer.suffixes.some((suffix) => name.endsWith(suffix));
	return (
		[...inner.exact].every((name) => outer.exact.has(name) || isBelow(name)) &&
		inner.suffixes.every(isBelow)
	);
}

/** Why a secret may not go to a URL. */
export type DestinationReason =
	'not-a-url' | 'user-info' | 'host-not-allowed' | 'port-not-allowed' | 'not-https';

/** The outcome of {@link mayGo}; a refused URL is shown by its origin only, or not at all. */
export type Destination =
	| { readonly kind: 'allowed'; readonly url: URL }
	| {
			readonly kind: 'refused';
			readonly reason: DestinationReason;
			readonly origin: string | undefined;
	  };

const isListed = (host: Host, allowed: AllowedDomains): boolean =>
	allowed.exact.has(host.name) ||
	(host.kind === 'name' && allowed.suffixes.some((suffix) => host.name.endsWith(suffix)));

// An address only passes when it is listed as such, loopback ones included.
const mayUsePlainHttp = (host: Host): boolean =>
	host.kind === 'address' || host.name === 'localhost';

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

const isPortListed = ({ port, protocol }: URL, { ports }: AllowedDomains): boolean =>
	ports === undefined || ports.has(port === '' ? (DEFAULT_PORTS[protocol] ?? '') : port);

/**
 * Decides whether a secret may go to an absolute URL: a listed host and port, https (plain http only
 * for loopback and for hosts listed by IP address), no user information.
 */
export function mayGo(address: string | URL, allowed: AllowedDomains): Destination {
	const url = URL.parse(String(address));
	if (url === null) return { kind: 'refused', reason: 'not-a-url', origin: undefined };
	const refused = (reason: DestinationReason): Destination => ({
		kind: 'refused',
		reason,
		origin: `${url.protocol}//${url.host}`,
	});

	if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('not-https');
	if (url.username !== '' || url.password !== '') return refused('user-info');
	const host = hostOf(url);
	if (host === undefined || !isListed(host, allowed)) return refused('host-not-allowed');
	if (!isPortListed(url, allowed)) return refused('port-not-allowed');
	if (url.protocol === 'http:' && !mayUsePlainHttp(host)) return refused('not-https');
	return { kind: 'allowed', url };
}
