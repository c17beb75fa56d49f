/** The challenge of every 401 (RFC 9110 section 11.6.1). */
export const BEARER_CHALLENGE = 'Bearer realm="Incoming API"';

/** What a token that does not hold is answered with (RFC 6750 section 3.1), whatever is wrong. */
export const INVALID_TOKEN_CHALLENGE = `${BEARER_CHALLENGE}, error="invalid_token"`;

/** Letters of RFC 6749 section 3.3, none of which would end the quoted text of a challenge. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

export function isScope(text: string): boolean {
	return SCOPE.test(text);
}

/** Tells which scopes a token lacks one of (RFC 6750 section 3.1). */
export function insufficientScopeChallenge(scopes: readonly string[]): string {
	return `Bearer error="insufficient_scope", scope="${scopes.filter(isScope).join(' ')}"`;
}
