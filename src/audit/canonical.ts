/** What has a canonical text: JSON without lone surrogates and numbers that JSON cannot hold. */
export type Canonical =
	| string
	| number
	| boolean
	| null
	| readonly Canonical[]
	| { readonly [member: string]: Canonical };

function isList(value: Canonical): value is readonly Canonical[] {
	return Array.isArray(value);
}

/**
 * Writes a value in the one form of the JSON Canonicalization Scheme (RFC 8785): members in order
 * of their UTF-16 code units, numbers and strings as ECMAScript writes them.
 *
 * @throws {TypeError} for a lone surrogate, NaN or infinity
 */
export function canonicalText(value: Canonical): string {
	if (typeof value === 'string') {
		if (!value.isWellFormed()) throw new TypeError('A lone surrogate has no canonical text.');
		return JSON.stringify(value);
	}
	if (typeof value === 'number') {
		if (!Number.isFinite(value)) throw new TypeError('Only finite numbers have a canonical text.');
		return JSON.stringify(value);
	}
	if (value === null || typeof value === 'boolean') return String(value);
	if (isList(value)) return `[${value.map(canonicalText).join(',')}]`;
	// Without a comparison of its own `sort` goes by UTF-16 code units, which is the order of the RFC.
	const members = Object.keys(value)
		.sort()
		.map((name) => `${canonicalText(name)}:${canonicalText(value[name] as Canonical)}`);
	return `{${members.join(',')}}`;
}
