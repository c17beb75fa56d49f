import type { WithClient } from '../client-authentication/authenticate-client';
import type { OAuthUser } from '../client';
import type { OAuthPorts } from '../ports';
import { isRefused, type Refused, refuse } from '../refusal';
import { findShareOf, type Share } from '../steps/find-share';
import type { Granted } from '../steps/issue-tokens';
import { steps } from '../step';

export interface WithUser extends WithClient {
	readonly user: OAuthUser | undefined;
}

type WithShare = WithUser & Share;

/** Whoever has no secret has no credentials (NT-26). */
export function requireConfidential<S extends WithClient>(state: S): S | Refused {
	return state.client.type === 'confidential'
		? state
		: refuse('unauthorized_client', 'grant-not-allowed');
}

/** The user as whom the client acts, where it names one: whatever is wrong looks the same (VE-16). */
export async function findActedUser(
	state: WithClient,
	ports: OAuthPorts,
): Promise<WithUser | Refused> {
	const username = state.form.get('username');
	if (username === undefined) return { ...state, user: undefined };
	const user = await ports.users.findByName(username);
	if (user === undefined) return refuse('invalid_grant', 'unknown-user');
	const detail = { user: user.name };
	if (!(await ports.clients.mayActAs(state.client, user))) {
		return refuse('invalid_grant', 'user-not-allowed', detail);
	}
	return user.enabled ? { ...state, user } : refuse('invalid_grant', 'user-disabled', detail);
}

/** What the token may be used for: of the client's scopes and applications. */
export async function findShare<S extends WithUser>(
	state: S,
	ports: OAuthPorts,
): Promise<(S & WithShare) | Refused> {
	const { scopes, applications = [] } = state.client;
	const scope = state.form.get('scope');
	const share = await findShareOf({ scopes, applications }, scope, state, ports);
	return isRefused(share) ? share : { ...state, ...share };
}

/** No refresh token: the client can ask again at any time (RFC 6749 section 4.4.3). */
function grantAlone(state: WithShare): Granted {
	return { ...state, grantId: undefined, refreshToken: undefined, actsAlone: true };
}

/** RFC 6749 section 4.4, and `username` for a user whom the client may act as. */
export const clientCredentialsGrant = steps(
	requireConfidential<WithClient>,
	findActedUser,
	findShare<WithUser>,
	grantAlone,
);
