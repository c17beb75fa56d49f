import { type Refused, refuse } from './refusal';

/** RFC 6749 section 3.3: names of printable ASCII without `"` and `\`, one space between them. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/** Reads a scope parameter into its names, each once; `undefined` where it is none. */
export function parseScope(text: string): readonly string[] | undefined {
	return SCOPE.test(text) ? [...new Set(text.split(' '))] : undefined;
}

export function formatScope(scopes: readonly string[]): string {
	return scopes.join(' ');
}

/** The asked scopes where all of them may be had; without any asked for, all that may be had. */
export function scopesWithin(
	asked: string | undefined,
	allowed: readonly string[],
): { readonly scopes: readonly string[] } | Refused {
	if (asked === undefined) return { scopes: allowed };
	const scopes = parseScope(asked);
	if (scopes === undefined) return refuse('invalid_scope', 'scope-malformed');
	return scopes.every((scope) => allowed.includes(scope))
		? { scopes }
		: refuse('invalid_scope', 'scope-not-allowed');
}
