import type { Answered } from '../../answers';
import { refusalNote } from '../../note';
import type { OAuthPorts } from '../../ports';
import { isRefused } from '../../refusal';
import type { Received } from '../../request';
import type { KeyGranted } from '../../steps/key-grant';
import { requirePost } from '../../steps/read-form';
import { steps } from '../../step';
import { inbentaAnswer, inbentaError } from './answers';
import { issue, issuedNote, tokenMembers } from './issue';
import { findLiveToken, type WithLiveToken } from './live-token';
import { readRequest } from './read-request';

/** The next token goes on from the same exchange, which ends at a fixed time (IB-7). */
function goOn(state: WithLiveToken): WithLiveToken & KeyGranted {
	const { grant, token, apiKey } = state;
	const key = { credentialId: token.keyId, isActor: false, boundKey: apiKey };
	return { ...state, grantId: grant.id, user: token.user, key };
}

const run = steps(
	requirePost<Received>,
	readRequest,
	findLiveToken,
	goOn,
	issue<WithLiveToken & KeyGranted>,
);

/** Inbenta's `POST /refreshToken`: another token for one that is not over yet (IB-5). */
export async function inbentaRefreshToken(
	received: Received,
	ports: OAuthPorts,
): Promise<Answered> {
	const issued = await run(received, ports);
	if (isRefused(issued)) {
		return { answer: inbentaError(issued), notes: [refusalNote('token.issue', issued)] };
	}
	return {
		answer: inbentaAnswer(tokenMembers(issued), issued),
		notes: [issuedNote(issued, 'refresh_token')],
	};
}
