import { type Answered, redirectAnswer } from '../answers';
import type { ReturnTarget } from '../authorization-request';
import { formatParameters } from '../parameters';
import { redirectTo } from '../redirect-uri';
import type { Refused } from '../refusal';

/** Tells the client by a redirect, with its state and who we are (RFC 9207). */
export function refusedRedirect(
	target: Pick<ReturnTarget, 'redirectUri' | 'state'> & { readonly responseType?: string },
	issuer: string,
	refused: Refused,
): Answered['answer'] {
	const { redirectUri, state, responseType } = target;
	const parameters = formatParameters({ error: refused.refused, state, iss: issuer });
	const place = responseType === 'token' ? 'fragment' : 'query';
	return redirectAnswer(redirectTo(redirectUri, parameters, place));
}
