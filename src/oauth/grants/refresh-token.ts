import type { StoredRefreshToken } from '../../store/oauth-grants';
import type { WithClient } from '../client-authentication/authenticate-client';
import type { OAuthPorts } from '../ports';
import { isRefused, type Refused, refuse } from '../refusal';
import { refuseFallen } from '../steps/check-standing';
import { endGrant } from '../steps/end-grant';
import { whyLost, whyOver } from '../steps/ended-grant';
import { findShareOf, type Share } from '../steps/find-share';
import type { Granted } from '../steps/issue-tokens';
import { newRefreshToken } from '../steps/start-grant';
import { steps } from '../step';

interface WithRefreshToken extends WithClient {
	readonly shown: StoredRefreshToken;
}

type WithShare = WithRefreshToken & Share;

/** Only a value that was issued counts: any other text logs nobody out (NT-37). */
async function findRefreshToken(
	state: WithClient,
	ports: OAuthPorts,
): Promise<WithRefreshToken | Refused> {
	const text = state.form.get('refresh_token');
	if (text === undefined) return refuse('invalid_request', 'missing-parameter');
	const parsed = ports.proofs.parse('refreshToken', text);
	const found = parsed && (await ports.grants.findRefreshToken(parsed.publicId));
	const stored = found && { ...found, grantId: found.grant.id };
	const matches =
		parsed !== undefined && (await ports.proofs.matches('refreshToken', parsed, stored));
	if (found === undefined || !matches) return refuse('invalid_grant', 'unknown-refresh-token');
	return { ...state, shown: found };
}

async function checkGrant(
	state: WithRefreshToken,
	ports: OAuthPorts,
): Promise<WithRefreshToken | Refused> {
	const { shown, client } = state;
	const { grant } = shown;
	const detail = { credentialId: grant.id, user: grant.username };
	const mine = grant.clientId === client.id;
	if (!mine && shown.consumedAt === undefined) {
		return refuse('invalid_grant', 'client-mismatch', detail);
	}
	const over = whyOver(grant);
	if (over !== undefined) return refuse('invalid_grant', over, detail);
	const expired = ports.clock.now() >= Math.min(shown.expiresAt, grant.expiresAt);
	if (expired && shown.consumedAt === undefined) {
		return refuse('invalid_grant', 'refresh-expired', detail);
	}
	if (grant.userId !== undefined && !grant.userEnabled) {
		return refuse('invalid_grant', 'user-disabled', detail);
	}
	const fallen = mine ? await refuseFallen(grant, client, ports) : undefined;
	return fallen ?? state;
}

/** Scope and resources may shrink for one token; the grant keeps what it has (NT-33). */
async function findShare(state: WithRefreshToken, ports: OAuthPorts): Promise<WithShare | Refused> {
	const share = await findShareOf(state.shown.grant, state.form.get('scope'), state, ports);
	return isRefused(share) ? share : { ...state, ...share };
}

/** For a used token whose answer was lost: while its successor is unused, that one is exchanged. */
function graceOf(
	{ shown, client }: WithRefreshToken,
	ports: OAuthPorts,
): { readonly successor: string } | undefined {
	const { consumedAt, successor, grant, expiresAt } = shown;
	const now = ports.clock.now();
	if (consumedAt === undefined || successor === undefined || grant.clientId !== client.id) {
		return undefined;
	}
	const graceEndsAt = Math.min(consumedAt + client.refreshGraceSeconds * 1000, expiresAt);
	return now < graceEndsAt ? { successor } : undefined;
}

async function rotate(state: WithShare, ports: OAuthPorts): Promise<Granted | Refused> {
	const { shown, client } = state;
	const { grant } = shown;
	const detail = { credentialId: grant.id, client: grant.clientId, user: grant.username };
	const next = newRefreshToken(grant, client, ports);
	const now = ports.clock.now();
	const first = shown.consumedAt === undefined;
	let taken = first ? await ports.grants.rotate(shown.publicId, next.proof, now) : 'lost';
	if (taken === 'lost') {
		const again = first ? await ports.grants.findRefreshToken(shown.publicId) : shown;
		const ended = again && whyLost(again, 'refresh-expired');
		if (ended !== undefined) return refuse('invalid_grant', ended, detail);
		const grace = again && graceOf({ ...state, shown: again }, ports);
		if (grace !== undefined) {
			const { successor } = grace;
			taken = await ports.grants.replaceSuccessor(shown.publicId, successor, next.proof, now);
		}
	}
	if (taken === 'lost') {
		await endGrant(grant.id, ports);
		return refuse('invalid_grant', 'refresh-reuse', detail);
	}
	const { userId, username = '' } = grant;
	return {
		...state,
		grantId: grant.id,
		user: userId === undefined ? undefined : { id: userId, name: username, enabled: true },
		refreshToken: next.text,
		actsAlone: grant.actsAlone,
	};
}

/**
 * RFC 6749 section 6, with rotation: each token is used once, and a second use ends its whole family
 * (RFC 9700 section 4.14.2).
 */
export const refreshTokenGrant = steps(findRefreshToken, checkGrant, findShare, rotate);
