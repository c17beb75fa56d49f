/** The members of a JSON object, in the order in which they are written. */
export interface FlatObject {
	readonly kind: 'flat-object';
	readonly members: ReadonlyMap<string, unknown>;
}

export type FlatObjectMistake =
	| { readonly kind: 'not-json' }
	| { readonly kind: 'not-an-object' }
	| { readonly kind: 'duplicate-name'; readonly name: string };

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]/g;

/** The first name that occurs twice among the outermost members of a well-formed JSON text. */
function duplicateName(json: string): string | undefined {
	const seen = new Set<unknown>();
	let depth = 0;
	for (const [token, colon] of json.matchAll(TOKEN)) {
		if (token === '{' || token === '[') depth += 1;
		else if (token === '}' || token === ']') depth -= 1;
		else if (depth === 1 && colon !== undefined) {
			const name: unknown = JSON.parse(token.slice(0, -colon.length));
			if (seen.has(name)) return String(name);
			seen.add(name);
		}
	}
	return undefined;
}

/**
 * Parses the text of a JSON object. A name that occurs twice is a mistake, because `JSON.parse` would
 * silently take the last value; `__proto__` is a name like any other. No mistake quotes the text.
 */
export function parseFlatObject(text: string): FlatObject | FlatObjectMistake {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		// The parser's own message quotes the text around the mistake.
		return { kind: 'not-json' };
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return { kind: 'not-an-object' };
	}
	const name = duplicateName(text);
	if (name !== undefined) return { kind: 'duplicate-name', name };
	return { kind: 'flat-object', members: new Map<string, unknown>(Object.entries(value)) };
}
