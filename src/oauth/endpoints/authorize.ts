import type { Answered } from '../answers';
import { checkAuthorizationRequest, findReturnTarget } from '../authorization-request';
import { sealForm } from '../form-state';
import { refusalNote } from '../note';
import { logInPage } from '../pages/log-in';
import { formTarget, pageAnswer } from '../pages/page-answer';
import type { OAuthPorts } from '../ports';
import { isRefused, refuse } from '../refusal';
import type { Received } from '../request';
import { answerForm } from './authorize-form';
import { ENDPOINTS } from './paths';
import { refusedPage } from './refused-page';
import { refusedRedirect } from './refused-redirect';

/** Answers a request for authorization with the page to log in, a redirect or a page that says no. */
async function answerRequest(received: Received, ports: OAuthPorts): Promise<Answered> {
	const target = await findReturnTarget(received, ports);
	if (isRefused(target)) return refusedPage(received, 'authorization.request', target);
	const { issuer } = received.place;
	const { client, redirectUri, askedRedirectUri, state, parameters } = target;
	const request = await checkAuthorizationRequest(target, received, ports);
	if (isRefused(request)) {
		const implicit = parameters.get('response_type') === 'token';
		const responseType = implicit && client.grants.includes('implicit') ? 'token' : 'code';
		const answer = refusedRedirect({ redirectUri, state, responseType }, issuer, request);
		const note = refusalNote('authorization.request', { client: client.id, ...request });
		return { answer, notes: [note] };
	}
	const fields = sealForm(
		{
			stage: 'logIn',
			issuer,
			clientId: client.id,
			redirectUri,
			askedRedirectUri,
			state,
			request,
			userId: undefined,
		},
		ports,
	);
	const action = issuer + ENDPOINTS.authorize.path;
	const html = logInPage({ action, fields, client: client.name });
	return { answer: pageAnswer(html, 200, [formTarget(redirectUri)]), notes: [] };
}

/** The authorization endpoint: RFC 6749 section 3.1. Its own forms come back to it by POST. */
export async function authorizeEndpoint(received: Received, ports: OAuthPorts): Promise<Answered> {
	switch (received.request.method) {
		case 'GET':
			return await answerRequest(received, ports);
		case 'POST':
			return await answerForm(received, ports);
		default: {
			const refused = refuse('invalid_request', 'method-not-allowed', { status: 405 });
			return refusedPage(received, 'authorization.request', refused);
		}
	}
}
