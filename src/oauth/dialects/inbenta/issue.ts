import type { Instant } from '../../../store/clock';
import type { IssuedToken, OAuthPorts } from '../../ports';
import { issueKeyToken, type KeyGranted } from '../../steps/key-grant';

export interface InbentaIssued {
	readonly token: IssuedToken;
	readonly issuedAt: Instant;
}

const LIFETIME_SECONDS = 1200;

export async function issue<S extends KeyGranted>(
	state: S,
	ports: OAuthPorts,
): Promise<S & InbentaIssued> {
	const issuedAt = ports.clock.now();
	const token = await issueKeyToken(state, LIFETIME_SECONDS, ports);
	return { ...state, token, issuedAt };
}

/** The members that every answer with a token has (IB-3); `expiration` in seconds since 1970. */
export function tokenMembers({ token, issuedAt }: InbentaIssued) {
	return {
		accessToken: token.text,
		expiration: Math.floor(issuedAt / 1000) + LIFETIME_SECONDS,
		expires_in: LIFETIME_SECONDS,
	};
}

/** What the audit has of a token that was issued. */
export function issuedNote({ token, user, key }: KeyGranted & InbentaIssued, grantType: string) {
	return {
		operation: 'token.issue' as const,
		decision: 'accepted' as const,
		user: user.name,
		credentialId: token.credentialId,
		key: key?.credentialId,
		grantType,
	};
}
