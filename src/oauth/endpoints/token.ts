import { type Answered, errorAnswer, jsonAnswer } from '../answers';
import { authenticateClient, type WithClient } from '../client-authentication/authenticate-client';
import type { GrantType } from '../client';
import { authorizationCodeGrant } from '../grants/authorization-code';
import { clientCredentialsGrant } from '../grants/client-credentials';
import { passwordGrant } from '../grants/password';
import { refreshTokenGrant } from '../grants/refresh-token';
import { refusalNote } from '../note';
import type { OAuthPorts } from '../ports';
import { isRefused, type Refused, refuse } from '../refusal';
import type { Received } from '../request';
import { formatScope } from '../scope';
import { type Granted, type Issued, issueTokens } from '../steps/issue-tokens';
import { readForm, refuseQueryCredentials, requirePost } from '../steps/read-form';
import { steps } from '../step';

type GrantSteps = (state: WithClient, ports: OAuthPorts) => Promise<Granted | Refused>;

/** Grants by what `grant_type` says. */
const GRANTS: ReadonlyMap<string, { readonly type: GrantType; readonly run: GrantSteps }> = new Map(
	[
		['authorization_code', { type: 'authorization_code', run: authorizationCodeGrant }],
		['refresh_token', { type: 'refresh_token', run: refreshTokenGrant }],
		['client_credentials', { type: 'client_credentials', run: clientCredentialsGrant }],
		['password', { type: 'password', run: passwordGrant }],
	],
);

/** Runs the grant that is asked for, where the client may have it. */
async function runGrant(state: WithClient, ports: OAuthPorts): Promise<Granted | Refused> {
	const asked = state.form.get('grant_type');
	if (asked === undefined) return refuse('invalid_request', 'missing-parameter');
	const grant = GRANTS.get(asked);
	if (grant === undefined) return refuse('unsupported_grant_type', 'grant-type-unknown');
	if (state.client.grants.includes(grant.type)) return await grant.run(state, ports);
	// A grant that is off is not there for whoever may not have it (NT-27).
	return grant.type === 'password'
		? refuse('unsupported_grant_type', 'grant-not-allowed')
		: refuse('unauthorized_client', 'grant-not-allowed');
}

const run = steps(
	requirePost<Received>,
	refuseQueryCredentials<Received>,
	readForm,
	authenticateClient,
	runGrant,
	issueTokens,
);

/** RFC 6749 section 5.1. */
function tokenAnswer({ token, expiresInSeconds, refreshToken, scopes }: Issued) {
	return jsonAnswer({
		access_token: token.text,
		token_type: 'Bearer',
		expires_in: expiresInSeconds,
		...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
		...(scopes.length === 0 ? {} : { scope: formatScope(scopes) }),
	});
}

/** The token endpoint: RFC 6749 section 3.2. */
export async function tokenEndpoint(received: Received, ports: OAuthPorts): Promise<Answered> {
	const issued = await run(received, ports);
	if (isRefused(issued)) {
		return { answer: errorAnswer(issued), notes: [refusalNote('token.issue', issued)] };
	}
	const note = {
		operation: 'token.issue' as const,
		decision: 'accepted' as const,
		client: issued.client.id,
		user: issued.user?.name,
		credentialId: issued.token.credentialId,
		scopes: issued.scopes,
		grantType: issued.form.get('grant_type'),
	};
	return { answer: tokenAnswer(issued), notes: [note] };
}
