import { urlDecoded, urlEncoded } from './form-encoding';

/** The two official clients, which write some values in different ways. */
export type InbentaClient = 'php' | 'python';

const LIST = /\[\d*\]$/;
const MOST_PARAMETERS = 1000;

/** JSON with `\uXXXX` for whatever is not ASCII. */
function asciiJson(text: string): string {
	return JSON.stringify(text).replace(
		/[\u007f-\uffff]/g,
		(letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

function jsonOf(value: string | readonly string[], client: InbentaClient): string {
	if (typeof value === 'string') return asciiJson(value);
	return `[${value.map(asciiJson).join(client === 'php' ? ',' : ', ')}]`;
}

/** Parameters by name; the last of a name counts, and `name[]` makes a list. */
function parametersOf(query: string): ReadonlyMap<string, string | readonly string[]> | undefined {
	const pairs = query.split('&').filter((pair) => pair !== '');
	if (pairs.length > MOST_PARAMETERS) return undefined;
	const parameters = new Map<string, string | readonly string[]>();
	for (const pair of pairs) {
		const at = pair.includes('=') ? pair.indexOf('=') : pair.length;
		const name = urlDecoded(pair.slice(0, at)).toString();
		const value = urlDecoded(pair.slice(at + 1)).toString();
		const list = name.replace(LIST, '');
		if (list === name) {
			parameters.set(name, value);
			continue;
		}
		const before = parameters.get(list);
		parameters.set(list, [...(Array.isArray(before) ? (before as string[]) : []), value]);
	}
	return parameters;
}

/**
 * The query as Inbenta signs it: each value as JSON, decoded once more, sorted by name, and encoded as
 * a whole. `undefined` where there are too many parameters.
 */
export function inbentaQuery(query: string, client: InbentaClient): Buffer | undefined {
	const parameters = parametersOf(query);
	if (parameters === undefined) return undefined;
	const written = [...parameters]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([name, value]) =>
			Buffer.concat([Buffer.from(`${name}=`), urlDecoded(jsonOf(value, client))]),
		)
		.flatMap((pair, index) => (index === 0 ? [pair] : [Buffer.from('&'), pair]));
	return urlEncoded(Buffer.concat(written), 'rfc3986');
}
