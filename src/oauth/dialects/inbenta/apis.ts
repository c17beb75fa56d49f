import type { Answered } from '../../answers';
import { GET_ALONE } from '../../endpoints/metadata';
import { refusalNote } from '../../note';
import type { OAuthPorts } from '../../ports';
import { isRefused, type Refused } from '../../refusal';
import type { Received } from '../../request';
import { steps } from '../../step';
import { inbentaAnswer, inbentaError } from './answers';
import { findLiveToken } from './live-token';
import { readRequest } from './read-request';

function requireGet(state: Received): Received | Refused {
	return state.request.method === 'GET' ? state : GET_ALONE;
}

const run = steps(requireGet, readRequest, findLiveToken);

/** Inbenta's `GET /apis`: where the holder of a token may call (IB-8). */
export async function inbentaApis(received: Received, ports: OAuthPorts): Promise<Answered> {
	const found = await run(received, ports);
	if (isRefused(found)) {
		return { answer: inbentaError(found), notes: [refusalNote('apis.list', found)] };
	}
	const { token, limits, request } = found;
	const apis = await ports.callable({ user: token.user, limits }, request.address);
	const note = {
		operation: 'apis.list' as const,
		decision: 'accepted' as const,
		user: token.user.name,
		credentialId: token.credentialId,
		key: token.keyId,
	};
	return { answer: inbentaAnswer({ apis }, found), notes: [note] };
}
