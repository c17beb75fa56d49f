const LINK = /\s*<([^<>]*)>([^,"]*(?:"(?:[^"\\]|\\.)*"[^,"]*)*)(?:,|$)/y;
const PARAMETER = /;\s*([^\s=;,"]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?\s*/g;

/** The relations of a link; a second `rel` does not count. */
function relationsOf(parameters: string): readonly string[] {
	for (const [, name = '', quoted, token = ''] of parameters.matchAll(PARAMETER)) {
		if (name.toLowerCase() === 'rel') return (quoted ?? token).toLowerCase().split(/\s+/);
	}
	return [];
}

/**
 * The target of the first link whose relation is `next`, as it is written; undefined when there is
 * none. Relations are case-insensitive, and one link may have several. RFC 8288 section 3.
 */
export function nextLink(field: unknown): string | undefined {
	const text = Array.isArray(field) ? field.join(',') : field;
	if (typeof text !== 'string') return undefined;
	LINK.lastIndex = 0;
	for (let link = LINK.exec(text); link !== null; link = LINK.exec(text)) {
		const [, target = '', parameters = ''] = link;
		if (relationsOf(parameters).includes('next')) return target;
	}
	return undefined;
}
