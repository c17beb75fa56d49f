import type { WithClient } from '../client-authentication/authenticate-client';
import type { OAuthUser } from '../client';
import type { IssuedToken, OAuthPorts } from '../ports';
import { endTokensOfEnded } from './ended-grant';

/** What a grant came to: only from this are tokens issued. */
export interface Granted extends WithClient {
	/** `undefined` where the client has nothing but its own credentials. */
	readonly grantId: string | undefined;
	readonly user: Pick<OAuthUser, 'id' | 'name' | 'enabled'> | undefined;
	readonly scopes: readonly string[];
	readonly application: string | undefined;
	/** The text of a refresh token, where one belongs to the answer. */
	readonly refreshToken: string | undefined;
	/** Whether the client acts as the user, who was not there. */
	readonly actsAlone: boolean;
}

export interface Issued extends Granted {
	readonly token: IssuedToken;
	readonly expiresInSeconds: number;
}

/**
 * Issues the access token. A grant that has ended meanwhile, by a second use of its code or its
 * refresh token, with its consent or by another password of its user, takes the new token along.
 */
export async function issueTokens(state: Granted, ports: OAuthPorts): Promise<Issued> {
	const { client, grantId, user, scopes, application, place, actsAlone } = state;
	const expiresInSeconds = client.accessTokenSeconds;
	const token = await ports.accessTokens.issue({
		grantId,
		client,
		user,
		scopes,
		application,
		expiresAt: ports.clock.now() + expiresInSeconds * 1000,
		format: client.tokenFormat,
		actsAlone,
		place,
	});
	if (grantId !== undefined) await endTokensOfEnded(grantId, ports);
	return { ...state, token, expiresInSeconds };
}
