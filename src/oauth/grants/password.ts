import type { WithClient } from '../client-authentication/authenticate-client';
import type { OAuthUser } from '../client';
import type { OAuthPorts } from '../ports';
import { type Refused, refuse } from '../refusal';
import type { Granted } from '../steps/issue-tokens';
import { refusedLogIn } from '../steps/log-in';
import { startGrantWithTokens } from '../steps/start-grant';
import { steps } from '../step';
import { findShare } from './client-credentials';

interface WithOwner extends WithClient {
	readonly user: OAuthUser;
}

/** Whatever is wrong with name or password is the same `invalid_grant` (NT-27). */
async function logInOwner(state: WithClient, ports: OAuthPorts): Promise<WithOwner | Refused> {
	const { form, request } = state;
	const username = form.get('username');
	const password = form.get('password');
	if (username === undefined || password === undefined) {
		return refuse('invalid_request', 'missing-parameter');
	}
	const attempt = await ports.logIn({ username, password, address: request.address });
	if (attempt.kind === 'logged-in') return { ...state, user: { ...attempt.user, enabled: true } };
	const { reason, retryAfterSeconds } = refusedLogIn(attempt);
	const detail = {
		user: username,
		...(retryAfterSeconds === undefined
			? {}
			: { headers: { 'retry-after': String(retryAfterSeconds) } }),
	};
	return reason === 'passwords-busy'
		? refuse('temporarily_unavailable', reason, detail)
		: refuse('invalid_grant', reason, detail);
}

async function startGrant(
	state: WithOwner & Pick<Granted, 'scopes' | 'application'>,
	ports: OAuthPorts,
): Promise<Granted> {
	const { client, user, scopes, application } = state;
	const applications = application === undefined ? [] : [application];
	const granted = { client, user, scopes, applications, consentId: undefined };
	return { ...state, ...(await startGrantWithTokens(granted, ports)), actsAlone: false };
}

/** RFC 6749 section 4.3: for old clients that cannot do better, each by its own setting. */
export const passwordGrant = steps(logInOwner, findShare<WithOwner>, startGrant);
