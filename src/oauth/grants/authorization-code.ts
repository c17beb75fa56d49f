import type { StoredCode } from '../../store/oauth-grants';
import type { WithClient } from '../client-authentication/authenticate-client';
import { refuseVerifier } from '../pkce';
import type { OAuthPorts } from '../ports';
import { isRefused, type Refused, refuse } from '../refusal';
import { refuseFallen } from '../steps/check-standing';
import { endGrant } from '../steps/end-grant';
import { whyLost } from '../steps/ended-grant';
import { findShareOf, type Share } from '../steps/find-share';
import type { Granted } from '../steps/issue-tokens';
import { mayRefresh, newRefreshToken } from '../steps/start-grant';
import { steps } from '../step';

interface WithCode extends WithClient {
	readonly code: StoredCode;
}

type WithShare = WithCode & Share;

/** An unknown code costs what a known one costs. A used one was leaked: all it brought ends. */
async function findCode(state: WithClient, ports: OAuthPorts): Promise<WithCode | Refused> {
	const text = state.form.get('code');
	if (text === undefined) return refuse('invalid_request', 'missing-parameter');
	const shown = ports.proofs.parse('code', text);
	const code = shown && (await ports.grants.findCode(shown.publicId));
	const stored = code && { ...code, grantId: code.grant.id };
	const matches = shown !== undefined && (await ports.proofs.matches('code', shown, stored));
	if (code === undefined || !matches) return refuse('invalid_grant', 'unknown-code');
	if (code.consumedAt !== undefined) return await refuseReuse(code, ports);
	return { ...state, code };
}

async function refuseReuse(code: StoredCode, ports: OAuthPorts): Promise<Refused> {
	await endGrant(code.grant.id, ports);
	return refuse('invalid_grant', 'code-reuse', {
		credentialId: code.grant.id,
		client: code.grant.clientId,
		user: code.grant.username,
	});
}

/** A failed attempt does not consume: else whoever sees a code could take it from its owner. */
async function checkCode(state: WithCode, ports: OAuthPorts): Promise<WithCode | Refused> {
	const { code, client } = state;
	const { grant } = code;
	const detail = { credentialId: grant.id, user: grant.username };
	if (grant.clientId !== client.id) return refuse('invalid_grant', 'client-mismatch', detail);
	if (ports.clock.now() >= code.expiresAt) return refuse('invalid_grant', 'code-expired', detail);
	if (grant.revokedAt !== undefined) return refuse('invalid_grant', 'grant-revoked', detail);
	if (!grant.userEnabled) return refuse('invalid_grant', 'user-disabled', detail);
	return (await refuseFallen(grant, client, ports)) ?? state;
}

/** Exactly as the authorization request had it: the same text, or in neither (NT-22). */
function checkRedirectUri(state: WithCode): WithCode | Refused {
	const { code, form } = state;
	return form.get('redirect_uri') === code.redirectUri
		? state
		: refuse('invalid_grant', 'redirect-uri-mismatch');
}

function checkPkce(state: WithCode): WithCode | Refused {
	return refuseVerifier(state.code.challenge, state.form.get('code_verifier')) ?? state;
}

/** All scopes: which of them was said where the code was asked for (RFC 6749 section 4.1.3). */
async function findShare(state: WithCode, ports: OAuthPorts): Promise<WithShare | Refused> {
	const share = await findShareOf(state.code.grant, undefined, state, ports);
	return isRefused(share) ? share : { ...state, ...share };
}

/** Tells a code that somebody else has used from one that ended while it was looked at. */
async function refuseLost(code: StoredCode, ports: OAuthPorts): Promise<Refused> {
	const again = await ports.grants.findCode(code.publicId);
	const ended = again === undefined ? 'unknown-code' : whyLost(again, 'code-expired');
	if (ended === undefined) return await refuseReuse(code, ports);
	const { id, username } = code.grant;
	return refuse('invalid_grant', ended, { credentialId: id, user: username });
}

/** Of several who come at once with the same code one gets on; the others end what it brought. */
async function consumeCode(state: WithShare, ports: OAuthPorts): Promise<Granted | Refused> {
	const { code, client } = state;
	const { grant } = code;
	const refresh = mayRefresh(client) ? newRefreshToken(grant, client, ports) : undefined;
	const taken = await ports.grants.consumeCode(code.publicId, refresh?.proof, ports.clock.now());
	if (taken === 'lost') return await refuseLost(code, ports);
	const { userId, username = '' } = grant;
	return {
		...state,
		grantId: grant.id,
		user: userId === undefined ? undefined : { id: userId, name: username, enabled: true },
		refreshToken: refresh?.text,
		actsAlone: false,
	};
}

/** RFC 6749 section 4.1.3 with PKCE (RFC 7636 section 4.6). */
export const authorizationCodeGrant = steps(
	findCode,
	checkCode,
	checkRedirectUri,
	checkPkce,
	findShare,
	consumeCode,
);
