import { type Answered, errorAnswer, jsonAnswer } from '../answers';
import { authenticateClient, type WithClient } from '../client-authentication/authenticate-client';
import { refusalNote } from '../note';
import type { KnownToken, OAuthPorts } from '../ports';
import { isRefused, type Refused, refuse } from '../refusal';
import type { Received } from '../request';
import { resourceOf } from '../resource';
import { formatScope } from '../scope';
import { readForm, refuseQueryCredentials, requirePost } from '../steps/read-form';
import { steps } from '../step';

interface Introspected extends WithClient {
	/** Where the client may know of it, and it counts. */
	readonly token: KnownToken | undefined;
}

/** Whoever introspects shows who it is: anybody can name a public client (RFC 7662 section 2.1). */
function requireSecret(state: WithClient): WithClient | Refused {
	return state.client.authentication === 'none'
		? refuse('invalid_client', 'no-client-authentication')
		: state;
}

async function findToken(state: WithClient, ports: OAuthPorts): Promise<Introspected | Refused> {
	const text = state.form.get('token');
	if (text === undefined) return refuse('invalid_request', 'missing-parameter');
	const token = await ports.accessTokens.find(text);
	const shown = token?.active === true && token.clientId === state.client.id;
	return { ...state, token: shown ? token : undefined };
}

const run = steps(
	requirePost<Received>,
	refuseQueryCredentials<Received>,
	readForm,
	authenticateClient,
	requireSecret,
	findToken,
);

const seconds = (instant: number): number => Math.floor(instant / 1000);

function bodyOf({ token, place }: Introspected): object {
	if (token === undefined) return { active: false };
	const { clientId, subject, user, scopes, application, issuedAt, expiresAt } = token;
	return {
		active: true,
		token_type: 'Bearer',
		client_id: clientId,
		sub: subject,
		...(user === undefined ? {} : { username: user }),
		...(scopes.length === 0 ? {} : { scope: formatScope(scopes) }),
		...(application === undefined ? {} : { aud: resourceOf(place.issuer, application) }),
		iss: place.issuer,
		iat: seconds(issuedAt),
		exp: seconds(expiresAt),
	};
}

/**
 * The introspection endpoint: RFC 7662. Of a token that is not the client's own, and of anything
 * that is no token, it says `{"active":false}` and no more (NT-39).
 */
export async function introspectEndpoint(received: Received, ports: OAuthPorts): Promise<Answered> {
	const found = await run(received, ports);
	if (isRefused(found)) {
		return { answer: errorAnswer(found), notes: [refusalNote('token.introspect', found)] };
	}
	const { token, client } = found;
	const note = {
		operation: 'token.introspect' as const,
		decision: token === undefined ? ('refused' as const) : ('accepted' as const),
		reason: token === undefined ? ('unknown-token' as const) : undefined,
		client: client.id,
		user: token?.user,
		credentialId: token?.credentialId,
	};
	return { answer: jsonAnswer(bodyOf(found)), notes: [note] };
}
