import type { WithClient } from '../../client-authentication/authenticate-client';
import {
	findActedUser,
	findShare,
	requireConfidential,
	type WithUser,
} from '../../grants/client-credentials';
import type { OAuthPorts } from '../../ports';
import type { Granted } from '../../steps/issue-tokens';
import { startGrantWithTokens } from '../../steps/start-grant';
import { steps } from '../../step';

/** For a user there is a refresh token beside the access token; for the client itself there is none. */
async function grantWithRefreshToken(
	state: WithClient & Pick<Granted, 'user' | 'scopes' | 'application'>,
	ports: OAuthPorts,
): Promise<Granted> {
	const { client, user, scopes, application } = state;
	const actsAlone = true;
	if (user === undefined)
		return { ...state, grantId: undefined, refreshToken: undefined, actsAlone };
	const applications = application === undefined ? [] : [application];
	const granted = { client, user, scopes, applications, consentId: undefined, actsAlone };
	return { ...state, ...(await startGrantWithTokens(granted, ports)), actsAlone };
}

/** The product's client credentials: a token that acts as the user of `username` (VE-15). */
export const verintClientCredentialsGrant = steps(
	requireConfidential<WithClient>,
	findActedUser,
	findShare<WithUser>,
	grantWithRefreshToken,
);
