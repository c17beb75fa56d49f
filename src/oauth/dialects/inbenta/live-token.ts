import type { Limits } from '../../../authorization/may-call';
import { equalTexts } from '../../../crypto/equal-texts';
import { parseAuthorization } from '../../../http/authorization';
import type { StoredKeyGrant } from '../../../store/key-grants';
import type { KnownKeyToken, OAuthPorts } from '../../ports';
import { type Refused, refuse } from '../../refusal';
import { fieldValues } from '../../request';
import { refuseEndedGrant } from '../../steps/key-grant';
import { steps } from '../../step';
import { isBeside, takeUse } from './exchange';
import type { WithKey } from './read-request';

interface WithToken extends WithKey {
	readonly token: KnownKeyToken;
}

interface WithGrant extends WithToken {
	readonly grant: StoredKeyGrant;
}

/** A token that counts, beside its key, whose key counts too. */
export interface WithLiveToken extends WithGrant {
	readonly limits: Limits;
}

function bearerIn({ request }: WithKey): string | undefined {
	const [field, ...more] = fieldValues(request, 'authorization');
	if (field === undefined || more.length > 0) return undefined;
	const authorization = parseAuthorization(field);
	const isBearer = authorization.kind === 'scheme' && authorization.scheme === 'bearer';
	return isBearer ? authorization.text : undefined;
}

async function findToken(state: WithKey, ports: OAuthPorts): Promise<WithToken | Refused> {
	const text = bearerIn(state);
	const token = text === undefined ? undefined : await ports.accessTokens.findOfKey(text);
	if (token?.dialect === 'inbenta') return { ...state, token };
	ports.attempts.noteFailedClient(state.request.address);
	return refuse('invalid_client', 'unknown-token');
}

/** The key that it was had by stands beside it (IB-9), and it is not over (IB-6). */
function checkToken(state: WithToken): WithToken | Refused {
	const { token, apiKey } = state;
	const detail = { credentialId: token.keyId, user: token.user.name };
	if (token.boundKey === undefined || !equalTexts(token.boundKey, apiKey)) {
		return refuse('unauthorized_client', 'inbenta-key-mismatch', { ...detail, status: 403 });
	}
	return token.ended === undefined ? state : refuse('invalid_client', token.ended, detail);
}

async function findGrant(state: WithToken, ports: OAuthPorts): Promise<WithGrant | Refused> {
	const grant = await ports.keyGrants.find(state.token.grantId);
	if (grant === undefined) return refuse('invalid_client', 'unknown-token');
	const ended = refuseEndedGrant(grant, ports);
	return ended === undefined ? { ...state, grant } : { ...ended, refused: 'invalid_client' };
}

/** Of a pair: its secret counts, and a page is one that a domain key of its user lists (IB-10, IB-17). */
async function checkPair(state: WithGrant, ports: OAuthPorts): Promise<WithLiveToken | Refused> {
	const { token, grant, page, request } = state;
	const { keyId: credentialId } = token;
	const { secretId, username: user } = grant;
	const proof = await ports.keyPairs.proveAgain(credentialId, secretId, request.address);
	const detail = { credentialId, user };
	if (proof.kind === 'unproven') return refuse('invalid_client', proof.reason, detail);
	const isListed = page.kind === 'none' || (await ports.domainKeys.isPageOf(user, page));
	return isListed
		? { ...state, limits: proof.limits }
		: refuse('unauthorized_client', 'origin-not-allowed', { ...detail, status: 403 });
}

/**
 * Of a domain key: it counts, for this page, what stands beside it is still its user's, and its limit
 * holds here too: a token that was had once would do anything as often as anybody likes.
 */
async function checkDomainKey(
	state: WithGrant,
	ports: OAuthPorts,
): Promise<WithLiveToken | Refused> {
	const { token, grant, page, apiKey, request } = state;
	const { keyId: credentialId } = token;
	const { secretId, userId, username: user } = grant;
	const proof = await ports.domainKeys.proveAgain(secretId, page);
	const detail = { credentialId, user };
	if (proof.kind === 'unproven') {
		return proof.reason === 'origin-not-allowed'
			? refuse('unauthorized_client', proof.reason, { ...detail, status: 403 })
			: refuse('invalid_client', proof.reason, detail);
	}
	if (!(await isBeside(apiKey, userId, ports))) {
		return refuse('invalid_client', 'inbenta-key-mismatch', detail);
	}
	const late = await takeUse(proof.key, request.address, ports);
	if (late !== undefined) return late;
	const { privileges } = proof.key;
	return { ...state, limits: { addresses: undefined, applications: undefined, privileges } };
}

async function checkKey(state: WithGrant, ports: OAuthPorts): Promise<WithLiveToken | Refused> {
	return await (state.token.isOfDomainKey ? checkDomainKey : checkPair)(state, ports);
}

/** The token in `Authorization`, as far as all that it rests on holds now. */
export const findLiveToken = steps(findToken, checkToken, findGrant, checkKey);
