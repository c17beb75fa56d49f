const PLACES = ['body', 'timestamp', 'id', 'method', 'path'] as const;

/** What a template can stand for. `path` is the address with its query, as it was received. */
export type Place = (typeof PLACES)[number];

export type TemplatePart =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'place'; readonly place: Place };

const MOST_LETTERS = 200;
const PART = /\{([a-z]+)\}|[^{}]+/y;

const isPlace = (text: string): text is Place => (PLACES as readonly string[]).includes(text);

/**
 * Reads a template: literal text, and names in braces. `undefined` where a brace stands alone, a name
 * is unknown, a place comes twice, or the body is missing.
 */
export function parseTemplate(template: string): readonly TemplatePart[] | undefined {
	if (template.length > MOST_LETTERS) return undefined;
	const parts: TemplatePart[] = [];
	const seen = new Set<Place>();
	for (let end = 0; end < template.length; end = PART.lastIndex) {
		PART.lastIndex = end;
		const [text = '', name] = PART.exec(template) ?? [];
		if (name === undefined) {
			if (text === '') return undefined;
			parts.push({ kind: 'text', text });
			continue;
		}
		if (!isPlace(name) || seen.has(name)) return undefined;
		seen.add(name);
		parts.push({ kind: 'place', place: name });
	}
	return seen.has('body') ? parts : undefined;
}

export function placesIn(parts: readonly TemplatePart[]): ReadonlySet<Place> {
	return new Set(parts.flatMap((part) => (part.kind === 'place' ? [part.place] : [])));
}
