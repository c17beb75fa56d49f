import { type Cidr, parseCidr } from '../http/cidr';
import { type OriginRule, parseOriginRule } from '../http/origin';
import { Fault } from './fault';

/** A list as a credential's row holds it: JSON, or null for no limit. */
export function listText(list: readonly string[] | undefined): string | null {
	return list === undefined ? null : JSON.stringify(list);
}

/** Reads a JSON list of texts as a credential's row holds it. */
export function listIn(text: string): readonly string[] {
	const list: unknown = JSON.parse(text);
	if (Array.isArray(list) && list.every((entry) => typeof entry === 'string')) return list;
	throw new Fault('store-unavailable', 'A list of a credential in the database is damaged.');
}

/** Reads a JSON list of addresses and ranges. */
export function rangesIn(text: string): readonly Cidr[] {
	return listIn(text).map((range) => {
		const cidr = parseCidr(range);
		if (cidr) return cidr;
		throw new Fault('store-unavailable', 'An address of a credential in the database is damaged.');
	});
}

/** Reads a JSON list of origins. */
export function originsIn(text: string): readonly OriginRule[] {
	return listIn(text).map((origin) => {
		const rule = parseOriginRule(origin);
		if (rule) return rule;
		throw new Fault('store-unavailable', 'An origin of a domain key in the database is damaged.');
	});
}
