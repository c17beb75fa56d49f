import type { Answered } from '../answers';
import { checkAuthorizationRequest, findReturnTarget } from '../authorization-request';
import { type AuthorizationWire, OAUTH_WIRE, type ReceivedIn } from '../authorization-wire';
import type { Endpoint } from '../endpoint';
import { sealForm } from '../form-state';
import { refusalNote } from '../note';
import { logInPage } from '../pages/log-in';
import { formTargets } from '../pages/form-targets';
import { pageAnswer } from '../pages/page-answer';
import type { OAuthPorts } from '../ports';
import { isRefused, refuse } from '../refusal';
import type { Received } from '../request';
import { answerForm } from './authorize-form';
import { refusedPage } from './refused-page';
import { refusedRedirect } from './refused-redirect';

/** Answers a request for authorization with the page to log in, a redirect or a page that says no. */
async function answerRequest(received: ReceivedIn, ports: OAuthPorts): Promise<Answered> {
	const target = await findReturnTarget(received, ports);
	if (isRefused(target)) return refusedPage(received, 'authorization.request', target);
	const { wire, place } = received;
	const { issuer, dialect } = place;
	const { client, redirectUri, askedRedirectUri, state, parameters } = target;
	const request = await checkAuthorizationRequest(target, received, ports);
	if (isRefused(request)) {
		const asked = { client: client.id, ...request };
		if (redirectUri === undefined) return refusedPage(received, 'authorization.request', asked);
		const implicit = parameters.get('response_type') === 'token';
		const responseType = implicit && client.grants.includes('implicit') ? 'token' : 'code';
		const to = { client, redirectUri, state, responseType };
		const answer = refusedRedirect(to, received, request);
		const note = refusalNote('authorization.request', asked);
		return { answer, notes: [note] };
	}
	const fields = sealForm(
		{
			stage: 'logIn',
			issuer,
			dialect,
			clientId: client.id,
			redirectUri,
			askedRedirectUri,
			state,
			request,
			userId: undefined,
			unconfirmed: undefined,
		},
		ports,
	);
	const action = issuer + wire.path;
	const html = logInPage({ action, fields, client: client.name });
	return { answer: pageAnswer(html, 200, formTargets(redirectUri)), notes: [] };
}

/**
 * An authorization endpoint (RFC 6749 section 3.1) that speaks a wire format. Its own forms come back
 * to it by POST.
 */
export function authorizeEndpointOf(wire: AuthorizationWire): Endpoint['answer'] {
	return async (request: Received, ports: OAuthPorts): Promise<Answered> => {
		const received = { ...request, wire };
		switch (request.request.method) {
			case 'GET':
				return await answerRequest(received, ports);
			case 'POST':
				return await answerForm(received, ports);
			default: {
				const refused = refuse('invalid_request', 'method-not-allowed', { status: 405 });
				return refusedPage(received, 'authorization.request', refused);
			}
		}
	};
}

export const authorizeEndpoint = authorizeEndpointOf(OAUTH_WIRE);
