import type { Policy } from '../authorization/may-call';
import { parseAuthorization } from '../http/authorization';
import { insufficientScopeChallenge, INVALID_TOKEN_CHALLENGE } from '../http/challenge';
import type { Presented } from './presented';
import { problemOf, type RejectionReason } from './scheme';

/** Whether somebody shows what may be meant as a token, ours or not. */
function showsToken(presented: Presented): boolean {
	if (presented.kind !== 'shown') return false;
	const { anchor, fields } = presented;
	if (anchor !== 'authorization') return anchor === 'oauth-authorization';
	const authorization = parseAuthorization(fields.get(anchor) ?? '');
	return authorization.kind === 'scheme' && ['bearer', 'oauth'].includes(authorization.scheme);
}

/**
 * The header fields by which a client of OAuth knows what to do (RFC 6750 section 3.1, NT-41, NT-43):
 * get another token, or one with the scopes that the trigger names. They are the same whatever is
 * wrong with a token, and nobody else gets them.
 */
export function challengeFields(
	reason: RejectionReason,
	presented: Presented,
	{ acceptedCredentials, requiredScopes = [] }: Policy,
): Readonly<Record<string, string>> {
	if (reason === 'scope-missing') {
		return { 'www-authenticate': insufficientScopeChallenge(requiredScopes) };
	}
	const isOfToken =
		problemOf(reason) === 'unauthenticated' &&
		acceptedCredentials.includes('accessToken') &&
		showsToken(presented);
	return isOfToken ? { 'www-authenticate': INVALID_TOKEN_CHALLENGE } : {};
}
