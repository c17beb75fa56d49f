import { type Answered, redirectAnswer } from '../answers';
import type { ReturnTarget } from '../authorization-request';
import type { ReceivedIn } from '../authorization-wire';
import { formatParameters } from '../parameters';
import { redirectTo } from '../redirect-uri';
import type { Refused } from '../refusal';

/** Tells the client by a redirect, with its state. */
export function refusedRedirect(
	target: Pick<ReturnTarget, 'client' | 'state'> & {
		readonly redirectUri: string;
		readonly responseType: string;
	},
	{ wire, place }: ReceivedIn,
	refused: Refused,
): Answered['answer'] {
	const { client, redirectUri, state, responseType } = target;
	const iss = wire.namesIssuer ? place.issuer : undefined;
	const parameters = formatParameters({ error: refused.refused, state, iss });
	const part = responseType === 'token' ? wire.tokenPlace(client) : 'query';
	return redirectAnswer(redirectTo(redirectUri, parameters, part));
}
