import { firstReference } from './reference';
import type { Unresolved, UnresolvedReason } from './resolve';

/** The parts of a request in which a reference has no meaning; absent parts are undefined. */
export interface OtherParts {
	readonly urls: readonly (string | undefined)[];
	/** Names and values, nested as a caller may have nested them. */
	readonly query: unknown;
	/** Looked at when it is a text; anything else is sent as it is. */
	readonly body: unknown;
}

/** All texts in a JSON-like value, names of members included. */
function textsIn(value: unknown): readonly string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, member]) => [name, ...textsIn(member)]);
}

function firstIn(texts: readonly string[], reason: UnresolvedReason): Unresolved | undefined {
	for (const text of texts) {
		const name = firstReference(text);
		if (name !== undefined) return { kind: 'unresolved', reason, name };
	}
	return undefined;
}

/**
 * Finds a well-formed reference outside of the headers, where its author would wait for a secret in
 * vain. PF-28.
 */
export function findMisplaced({ urls, query, body }: OtherParts): Unresolved | undefined {
	const written = urls.filter((url) => url !== undefined);
	return (
		firstIn(written, 'reference-in-url') ??
		firstIn(textsIn(query), 'reference-in-query') ??
		firstIn(typeof body === 'string' ? [body] : [], 'reference-in-body')
	);
}
