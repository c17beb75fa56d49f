import type { AuthorizationWire, ReceivedIn } from './authorization-wire';
import { type OAuthClient, speaks } from './client';
import { parseParameters, type Parameters } from './parameters';
import { isCodeChallenge } from './pkce';
import type { OAuthPorts } from './ports';
import { isRegisteredRedirect } from './redirect-uri';
import { isRefused, type Refused, refuse } from './refusal';
import { scopesWithin } from './scope';
import { findApplications } from './steps/find-applications';

/** Where an authorization request is answered to, once that is sure. */
export interface ReturnTarget {
	readonly client: OAuthClient;
	/** Registered for the client; none where nobody is sent anywhere. */
	readonly redirectUri: string | undefined;
	/** As the request had it. */
	readonly askedRedirectUri: string | undefined;
	readonly state: string | undefined;
	readonly parameters: Parameters;
}

/** A request that a user may be asked about. */
export interface AuthorizationRequest {
	/** `none`: the consent alone is kept, and the browser stays. */
	readonly responseType: 'code' | 'token' | 'none';
	readonly scopes: readonly string[];
	readonly applications: readonly string[];
	readonly challenge: string | undefined;
	/** The client wants the user to be asked again. */
	readonly promptsConsent: boolean;
}

const MOST_LETTERS = 32 * 1024;

/**
 * Finds out which client asks and where its answer goes. Nobody is ever redirected before both hold
 * (RFC 6749 section 4.1.2.1): a refusal of this is a page.
 */
export async function findReturnTarget(
	{ request, place, wire }: ReceivedIn,
	{ clients }: Pick<OAuthPorts, 'clients'>,
): Promise<ReturnTarget | Refused> {
	if (request.search.length > MOST_LETTERS) {
		return refuse('invalid_request', 'request-too-large');
	}
	const parameters = parseParameters(request.search);
	if (parameters.isRepeated('client_id') || parameters.isRepeated('redirect_uri')) {
		return refuse('invalid_request', 'repeated-parameter');
	}
	const id = parameters.get('client_id');
	if (id === undefined) return refuse('invalid_request', 'missing-parameter');
	const client = await clients.find(id);
	if (client === undefined) return refuse('invalid_client', 'unknown-client', { status: 400 });
	const detail = { client: client.id, status: 400 };
	if (!client.enabled) return refuse('invalid_client', 'client-disabled', detail);
	if (!speaks(client, place.dialect)) {
		return refuse('invalid_client', 'client-dialect-mismatch', detail);
	}
	const staysHere =
		!wire.needsResponseType &&
		!parameters.has('response_type') &&
		!client.grants.includes('authorization_code');
	if (staysHere) {
		return {
			client,
			parameters,
			redirectUri: undefined,
			askedRedirectUri: undefined,
			state: undefined,
		};
	}
	const asked = parameters.get('redirect_uri');
	const [only, ...more] = client.redirectUris;
	const redirectUri = asked ?? (more.length === 0 ? only : undefined);
	if (redirectUri === undefined) return refuse('invalid_request', 'redirect-uri-missing', detail);
	if (!isRegisteredRedirect(client.redirectUris, redirectUri)) {
		return refuse('invalid_request', 'redirect-uri-mismatch', detail);
	}
	const state = parameters.isRepeated('state') ? undefined : parameters.get('state');
	return { client, redirectUri, askedRedirectUri: asked, state, parameters };
}

/** Which parameters stand twice is no secret, and what a request object would say is not looked at. */
function refuseShape(parameters: Parameters): Refused | undefined {
	const repeated = parameters.names.some(
		(name) => name !== 'resource' && parameters.isRepeated(name),
	);
	if (repeated) return refuse('invalid_request', 'repeated-parameter');
	if (parameters.has('request')) return refuse('request_not_supported', 'request-object');
	if (parameters.has('request_uri')) return refuse('request_uri_not_supported', 'request-object');
	const mode = parameters.get('response_mode');
	const fitting = parameters.get('response_type') === 'token' ? 'fragment' : 'query';
	return mode === undefined || mode === fitting
		? undefined
		: refuse('invalid_request', 'malformed-parameter');
}

function responseTypeOf(
	{ client, parameters, redirectUri }: ReturnTarget,
	{ needsState, needsResponseType }: AuthorizationWire,
): AuthorizationRequest['responseType'] | Refused {
	if (redirectUri === undefined) return 'none';
	const isThere = parameters.has('response_type');
	if (!isThere && needsResponseType) return refuse('invalid_request', 'missing-parameter');
	const asked = isThere ? parameters.get('response_type') : 'code';
	if (asked === 'token' && client.grants.includes('implicit')) {
		const fits = !needsState || parameters.get('state') !== undefined;
		return fits ? 'token' : refuse('invalid_request', 'state-missing');
	}
	if (asked !== 'code') return refuse('unsupported_response_type', 'response-type-unknown');
	return client.grants.includes('authorization_code')
		? 'code'
		: refuse('unauthorized_client', 'grant-not-allowed');
}

/** PKCE: required of public clients, S256 alone, and exactly one SHA-256 long (RFC 9700 section 2.1.1). */
function challengeOf(
	parameters: Parameters,
	client: OAuthClient,
): { readonly challenge: string | undefined } | Refused {
	const challenge = parameters.get('code_challenge');
	const method = parameters.get('code_challenge_method');
	if (challenge === undefined) {
		if (method !== undefined || client.type === 'public') {
			return refuse('invalid_request', 'challenge-missing');
		}
		return { challenge };
	}
	if (method !== 'S256') return refuse('invalid_request', 'challenge-method');
	return isCodeChallenge(challenge)
		? { challenge }
		: refuse('invalid_request', 'challenge-malformed');
}

/** Judges the rest of a request; a refusal of this goes to the client by a redirect. */
export async function checkAuthorizationRequest(
	target: ReturnTarget,
	{ place, wire }: ReceivedIn,
	ports: Pick<OAuthPorts, 'applications'>,
): Promise<AuthorizationRequest | Refused> {
	const { client, parameters } = target;
	const shape = refuseShape(parameters);
	if (shape !== undefined) return shape;
	const responseType = responseTypeOf(target, wire);
	if (typeof responseType !== 'string') return responseType;
	const challenge =
		responseType === 'code' ? challengeOf(parameters, client) : { challenge: undefined };
	if (isRefused(challenge)) return challenge;
	const share = scopesWithin(parameters.get('scope'), client.scopes);
	if (isRefused(share)) return share;
	const found = await findApplications(
		parameters.all('resource'),
		client.applications,
		place.issuer,
		ports,
	);
	if (isRefused(found)) return found;
	if (responseType === 'token' && found.applications.length > 1) {
		return refuse('invalid_target', 'several-resources');
	}
	const promptsConsent = parameters.get('prompt')?.split(' ').includes('consent') === true;
	return { responseType, ...share, ...found, ...challenge, promptsConsent };
}
