import { type Cidr, parseCidr } from '../http/cidr';
import { Fault } from './fault';

/** Reads a JSON list of texts as a credential's row holds it. */
export function listIn(text: string): readonly string[] {
	const list: unknown = JSON.parse(text);
	if (Array.isArray(list) && list.every((entry) => typeof entry === 'string')) return list;
	throw new Fault('store-unavailable', 'A list of an API key in the database is damaged.');
}

/** Reads a JSON list of addresses and ranges. */
export function rangesIn(text: string): readonly Cidr[] {
	return listIn(text).map((range) => {
		const cidr = parseCidr(range);
		if (cidr) return cidr;
		throw new Fault('store-unavailable', 'An address of an API key in the database is damaged.');
	});
}
