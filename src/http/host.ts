/** A host as `URL` writes it: lower case, IDNA, IPv4 dotted, IPv6 in brackets, no trailing dot. */
export interface Host {
	readonly name: string;
	readonly kind: 'name' | 'address';
}

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

const kindOf = (name: string): Host['kind'] =>
	name.startsWith('[') || IPV4.test(name) ? 'address' : 'name';

/** The host of a URL that `URL` has parsed; undefined when a label is empty (`a..b`, `.b`). */
export function hostOf(url: URL): Host | undefined {
	const name = url.hostname.toLowerCase().replace(/\.$/, '');
	if (name.split('.').includes('')) return undefined;
	return { name, kind: kindOf(name) };
}

// Everything that ends a host in a URL, or that URL silently drops or decodes inside of one.
const OUTSIDE_A_HOST = /[\p{Cc}\s/\\?#@%]/u;
const BARE_IPV6 = /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*$/i;

/**
 * Parses a host written by itself. IPv6 may stand with or without brackets; IDN, decimal, octal and
 * hexadecimal IPv4 spellings become what `URL` makes of them. Undefined for anything else, a port
 * included. WHATWG URL, section 3.5 (host parsing).
 */
export function parseHost(text: string): Host | undefined {
	if (text === '' || OUTSIDE_A_HOST.test(text)) return undefined;
	const written = BARE_IPV6.test(text) ? `[${text}]` : text;
	const bracketed = written.startsWith('[') && written.endsWith(']');
	if (!bracketed && written.includes(':')) return undefined;
	const url = URL.parse(`https://${written}/`);
	return url === null ? undefined : hostOf(url);
}
