import type { Answered } from '../../answers';
import { refusalNote } from '../../note';
import type { OAuthPorts } from '../../ports';
import { isRefused } from '../../refusal';
import type { Received } from '../../request';
import { requirePost } from '../../steps/read-form';
import { steps } from '../../step';
import { inbentaAnswer, inbentaError } from './answers';
import { exchange, type InbentaGranted } from './exchange';
import { issue, issuedNote, tokenMembers } from './issue';
import { readMembers } from './read-members';
import { readRequest } from './read-request';

const run = steps(requirePost<Received>, readRequest, readMembers, exchange, issue<InbentaGranted>);

/** Inbenta's `POST /auth`: a token for key and secret, or for a domain key of a page. */
export async function inbentaAuth(received: Received, ports: OAuthPorts): Promise<Answered> {
	const issued = await run(received, ports);
	if (isRefused(issued)) {
		return { answer: inbentaError(issued), notes: [refusalNote('token.issue', issued)] };
	}
	const apis = await ports.callable(issued, issued.request.address);
	return {
		answer: inbentaAnswer({ ...tokenMembers(issued), apis }, issued),
		notes: [issuedNote(issued, issued.grantType)],
	};
}
