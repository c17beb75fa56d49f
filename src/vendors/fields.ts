import { type AllowedDomains, mayGo, parseAllowedDomains } from '../http/destination';
import { failed, type VendorFailure } from './failure';
import type { VendorFields } from './vendor';

export function textOf(fields: VendorFields, name: string): string {
	const value = fields[name];
	return typeof value === 'string' ? value.trim() : '';
}

/** A value that is sent as it was typed: white space may belong to it. */
export function secretOf(fields: VendorFields, name: string): string {
	const value = fields[name];
	return typeof value === 'string' ? value : '';
}

/** The first of these fields that is empty, as a sentence. */
export function findEmpty(
	fields: VendorFields,
	labels: Readonly<Record<string, string>>,
): VendorFailure | undefined {
	const empty = Object.entries(labels).find(([name]) => textOf(fields, name) === '');
	return empty && failed(`${empty[1]} of the credential is empty: enter it.`);
}

/**
 * An address that was typed: https, or http to loopback and IP addresses. A bare host means https
 * (IN-19). Query and fragment are mistakes, and a slash at the end counts for nothing.
 */
export function addressOf(text: string, label: string): URL | VendorFailure {
	const wrong = failed(
		`${label} of the credential is no address: enter one like https://example.com.`,
	);
	const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`);
	if (url === null || url.search !== '' || url.hash !== '') return wrong;
	const domains = domainsOf(url);
	if ('sentence' in domains) return wrong;
	const destination = mayGo(url, domains);
	if (destination.kind === 'allowed') {
		url.pathname = url.pathname.replace(/\/+$/, '');
		return url;
	}
	return destination.reason === 'not-https'
		? failed(`${label} of the credential is not https: secrets only go over TLS.`)
		: wrong;
}

/** The host of an address, as the only one that is allowed. */
export function domainsOf(...addresses: readonly URL[]): AllowedDomains | VendorFailure {
	const list = parseAllowedDomains(addresses.map(({ hostname }) => hostname).join(','));
	return list.kind === 'allowed-domains'
		? list
		: failed('An address of the credential has no host.');
}

/** A path behind an address, which has no slash at its end. */
export function below(address: URL | string, path: string): string {
	return String(address).replace(/\/$/, '') + path;
}
