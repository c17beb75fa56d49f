import type { Answer } from '../../http/answer';
import { type Answered, errorAnswer, jsonAnswer } from '../answers';
import { authenticateClient, type WithClient } from '../client-authentication/authenticate-client';
import { type GrantType, needsSetUp } from '../client';
import { SET_UP_GRANTS } from '../dialects/inter-action-plus/grants';
import type { Endpoint } from '../endpoint';
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

type GrantSteps = (
	state: WithClient,
	ports: OAuthPorts,
) => Granted | Refused | Promise<Granted | Refused>;

/** Grants by what `grant_type` says. */
type Grants = Readonly<Record<Exclude<GrantType, 'implicit'>, GrantSteps>>;

export const STANDARD_GRANTS: Grants = {
	authorization_code: authorizationCodeGrant,
	refresh_token: refreshTokenGrant,
	client_credentials: clientCredentialsGrant,
	password: passwordGrant,
};

/** A step that runs the grant that is asked for, where the client may have it. */
export function grantRunner(grants: Grants): GrantSteps {
	const names = Object.keys(grants) as (keyof Grants)[];
	return async (state, ports) => {
		const asked = state.form.get('grant_type');
		if (asked === undefined) return refuse('invalid_request', 'missing-parameter');
		const type = names.find((name) => name === asked);
		if (type === undefined) return refuse('unsupported_grant_type', 'grant-type-unknown');
		if (state.client.grants.includes(type)) {
			const run = needsSetUp(state.client) ? { ...grants, ...SET_UP_GRANTS } : grants;
			return await run[type](state, ports);
		}
		// A grant that is off is not there for whoever may not have it (NT-27).
		return type === 'password'
			? refuse('unsupported_grant_type', 'grant-not-allowed')
			: refuse('unauthorized_client', 'grant-not-allowed');
	};
}

const run = steps(
	requirePost<Received>,
	refuseQueryCredentials<Received>,
	readForm,
	authenticateClient,
	grantRunner(STANDARD_GRANTS),
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

/** What a wire format makes of a token request. */
interface TokenWire {
	readonly run: (received: Received, ports: OAuthPorts) => Promise<Issued | Refused>;
	readonly tokenAnswer: (issued: Issued) => Answer;
	readonly refusedAnswer: (refused: Refused, ports: OAuthPorts) => Answer | Promise<Answer>;
}

/** A token endpoint (RFC 6749 section 3.2) that speaks a wire format. */
export function tokenEndpointOf({
	run,
	tokenAnswer,
	refusedAnswer,
}: TokenWire): Endpoint['answer'] {
	return async (received: Received, ports: OAuthPorts): Promise<Answered> => {
		const issued = await run(received, ports);
		if (isRefused(issued)) {
			const answer = await refusedAnswer(issued, ports);
			return { answer, notes: [refusalNote('token.issue', issued)] };
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
	};
}

export const tokenEndpoint = tokenEndpointOf({ run, tokenAnswer, refusedAnswer: errorAnswer });
