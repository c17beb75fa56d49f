import { type Answered, redirectAnswer } from '../answers';
import type { ReceivedIn } from '../authorization-wire';
import type { OAuthClient, OAuthUser } from '../client';
import type { FormState } from '../form-state';
import { formatParameters } from '../parameters';
import { donePage } from '../pages/done';
import { pageAnswer } from '../pages/page-answer';
import type { OAuthPorts } from '../ports';
import { redirectTo } from '../redirect-uri';
import { formatScope } from '../scope';
import { endTokensOfEnded } from '../steps/ended-grant';
import { CODE_SECONDS, startGrantAlone, startGrantWithCode } from '../steps/start-grant';

/** What a user has agreed to, or need not be asked. */
export interface Agreed {
	readonly received: ReceivedIn;
	readonly state: FormState;
	readonly client: OAuthClient;
	readonly user: Pick<OAuthUser, 'id' | 'name'>;
	readonly consentId: string | undefined;
}

/** No token from a redirect lives longer (RFC 9700 section 2.1.2). */
const IMPLICIT_SECONDS = 3600;

/** Sends the browser back with what the client asked for, or says that it is done. */
export async function grantAuthorization(agreed: Agreed, ports: OAuthPorts): Promise<Answered> {
	const { redirectUri, request } = agreed.state;
	if (redirectUri === undefined) {
		const { client, user } = agreed;
		const html = donePage({ outcome: 'allowed', client: client.name, account: user.name });
		return { answer: pageAnswer(html, 200, []), notes: [] };
	}
	return request.responseType === 'code'
		? await grantCode(agreed, redirectUri, ports)
		: await grantToken(agreed, redirectUri, ports);
}

/** RFC 6749 section 4.1.2. */
async function grantCode(
	{ received, state, client, user, consentId }: Agreed,
	redirectUri: string,
	ports: OAuthPorts,
): Promise<Answered> {
	const { wire } = received;
	const { scopes, applications, challenge } = state.request;
	const bound = { redirectUri: state.askedRedirectUri, challenge };
	const granted = { client, user, consentId, scopes, applications };
	const { code, grantId } = await startGrantWithCode(granted, bound, ports);
	const parameters = formatParameters({
		code,
		expires_in: wire.tellsCodeLife ? String(CODE_SECONDS) : undefined,
		state: state.state,
		iss: wire.namesIssuer ? state.issuer : undefined,
	});
	return {
		answer: redirectAnswer(redirectTo(redirectUri, parameters)),
		notes: [
			{
				operation: 'code.issue',
				decision: 'accepted',
				client: client.id,
				user: user.name,
				credentialId: grantId,
				scopes,
			},
		],
	};
}

/** RFC 6749 section 4.2.2: for clients that have it switched on. Never a refresh token. */
async function grantToken(
	{ received, state, client, user, consentId }: Agreed,
	redirectUri: string,
	ports: OAuthPorts,
): Promise<Answered> {
	const { wire } = received;
	const { scopes, applications } = state.request;
	const expiresInSeconds = Math.min(client.accessTokenSeconds, IMPLICIT_SECONDS);
	const granted = { client, user, consentId, scopes, applications };
	const grantId = await startGrantAlone(granted, ports);
	const token = await ports.accessTokens.issue({
		grantId,
		client,
		user,
		scopes,
		application: applications[0],
		expiresAt: ports.clock.now() + expiresInSeconds * 1000,
		format: client.tokenFormat,
		actsAlone: false,
		place: received.place,
	});
	await endTokensOfEnded(grantId, ports);
	const parameters = formatParameters({
		access_token: token.text,
		token_type: 'Bearer',
		expires_in: String(expiresInSeconds),
		scope: scopes.length === 0 ? undefined : formatScope(scopes),
		state: state.state,
		iss: wire.namesIssuer ? state.issuer : undefined,
	});
	const part = wire.tokenPlace(client);
	return {
		answer: redirectAnswer(redirectTo(redirectUri, parameters, part)),
		notes: [
			{
				operation: 'token.issue',
				decision: 'accepted',
				client: client.id,
				user: user.name,
				credentialId: token.credentialId,
				scopes,
				grantType: 'implicit',
			},
		],
	};
}
