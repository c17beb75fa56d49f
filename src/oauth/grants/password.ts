import type { WithClient } from '../client-authentication/authenticate-client';
import type { OAuthUser } from '../client';
import type { OAuthPorts } from '../ports';
import { isRefused, type Refused } from '../refusal';
import type { Granted } from '../steps/issue-tokens';
import { logInByForm } from '../steps/log-in';
import { startGrantWithTokens } from '../steps/start-grant';
import { steps } from '../step';
import { findShare } from './client-credentials';

interface WithOwner extends WithClient {
	readonly user: OAuthUser;
	readonly passwordId: string;
}

async function logInOwner(state: WithClient, ports: OAuthPorts): Promise<WithOwner | Refused> {
	const loggedIn = await logInByForm(state, ports);
	if (isRefused(loggedIn)) return loggedIn;
	const { user, passwordId } = loggedIn;
	return { ...state, user: { ...user, enabled: true }, passwordId };
}

async function startGrant(
	state: WithOwner & Pick<Granted, 'scopes' | 'application'>,
	ports: OAuthPorts,
): Promise<Granted> {
	const { client, user, passwordId, scopes, application } = state;
	const applications = application === undefined ? [] : [application];
	const granted = { client, user, passwordId, scopes, applications, consentId: undefined };
	return { ...state, ...(await startGrantWithTokens(granted, ports)), actsAlone: false };
}

/**
 * RFC 6749 section 4.3: for old clients that cannot do better, each by its own setting. What it brings
 * ends with the password.
 */
export const passwordGrant = steps(logInOwner, findShare<WithOwner>, startGrant);
