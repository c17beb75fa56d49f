import type { Answered } from '../answers';
import type { ReceivedIn } from '../authorization-wire';
import { needsSetUp, type OAuthClient, type OAuthUser } from '../client';
import { maySetUp } from '../dialects/inter-action-plus/administrator';
import { answerDesignation, askForDesignation } from '../dialects/inter-action-plus/designate';
import { type FormState, openForm, sealForm, takeForm } from '../form-state';
import { type Note, refusalNote } from '../note';
import type { Parameters } from '../parameters';
import { consentPage } from '../pages/consent';
import { donePage } from '../pages/done';
import { formTargets } from '../pages/form-targets';
import { pageAnswer } from '../pages/page-answer';
import type { OAuthPorts } from '../ports';
import { refuseTaken } from '../recheck-request';
import { isRegisteredRedirect } from '../redirect-uri';
import { isRefused, type Refused, refuse } from '../refusal';
import { readForm } from '../steps/read-form';
import { grantAuthorization } from './grant-authorization';
import { logInAgain, refusalOf } from './refused-log-in';
import { refusedPage } from './refused-page';
import { refusedRedirect } from './refused-redirect';

export interface Submitted {
	readonly received: ReceivedIn;
	readonly form: Parameters;
	readonly state: FormState;
	readonly client: OAuthClient;
}

/** Answers a form of one of our own pages. */
export async function answerForm(received: ReceivedIn, ports: OAuthPorts): Promise<Answered> {
	const read = readForm(received);
	if (isRefused(read)) return refusedPage(received, 'authorization.logIn', read);
	const { form } = read;
	const state = openForm(form, received.place, ports);
	if (isRefused(state)) return refusedPage(received, 'authorization.logIn', state);
	const client = await ports.clients.find(state.clientId);
	if (client?.enabled !== true) {
		const refused = refuse('invalid_client', 'client-disabled', { status: 400 });
		return refusedPage(received, 'authorization.logIn', { ...refused, client: state.clientId });
	}
	const { redirectUri } = state;
	if (redirectUri !== undefined && !isRegisteredRedirect(client.redirectUris, redirectUri)) {
		const refused = refuse('invalid_request', 'redirect-uri-mismatch', { client: client.id });
		return refusedPage(received, 'authorization.logIn', refused);
	}
	const submitted = { received, form, state, client };
	if (form.get('decision') === 'deny') return await deny(submitted, ports);
	const taken = await refuseTaken(state, client, ports);
	if (taken !== undefined) return sayNo(submitted, { client: client.id, ...taken });
	switch (state.stage) {
		case 'logIn':
			return await answerLogIn(submitted, ports);
		case 'consent':
			return await answerConsent(submitted, ports);
		case 'designate':
			return await answerDesignation(submitted, ports);
	}
}

/** Tells the client, or whoever sits there where nobody is sent anywhere. */
function sayNo({ received, state, client }: Submitted, refused: Refused): Answered {
	const operation = 'authorization.logIn';
	const { redirectUri, request } = state;
	if (redirectUri === undefined) return refusedPage(received, operation, refused);
	const target = { client, redirectUri, state: state.state, responseType: request.responseType };
	const answer = refusedRedirect(target, received, refused);
	return { answer, notes: [refusalNote(operation, refused)] };
}

async function deny({ received, state, client }: Submitted, ports: OAuthPorts): Promise<Answered> {
	const operation = 'authorization.consent';
	const used = await takeForm(state, ports);
	if (used !== undefined) return refusedPage(received, operation, used);
	const user = state.userId && (await ports.users.findById(state.userId))?.name;
	const refused = refuse('access_denied', 'consent-denied', { client: state.clientId, user });
	const { redirectUri, request } = state;
	const notes = [refusalNote(operation, refused)];
	if (redirectUri === undefined) {
		const html = donePage({ outcome: 'denied', client: client.name, account: '' });
		return { answer: pageAnswer(html, 200, []), notes };
	}
	const target = { client, redirectUri, state: state.state, responseType: request.responseType };
	return { answer: refusedRedirect(target, received, refused), notes };
}

async function answerLogIn(submitted: Submitted, ports: OAuthPorts): Promise<Answered> {
	const { received, form, state, client } = submitted;
	const username = form.get('username') ?? '';
	const { address } = received.request;
	const attempt = await ports.logIn({ username, password: form.get('password') ?? '', address });
	const operation = 'authorization.logIn';
	if (attempt.kind !== 'logged-in') return logInAgain(submitted, refusalOf(attempt), ports);
	if (needsSetUp(client) && !(await maySetUp(attempt.user, ports))) {
		const refusal = { kind: 'notAdministrator', reason: 'not-administrator' } as const;
		return logInAgain(submitted, { ...refusal, user: attempt.user.name }, ports);
	}
	const used = await takeForm(state, ports);
	if (used !== undefined) return refusedPage(received, operation, used);
	const { user } = attempt;
	const note: Note = { operation, decision: 'accepted', client: client.id, user: user.name };
	const answered = await afterLogIn(submitted, user, ports);
	return { answer: answered.answer, notes: [note, ...answered.notes] };
}

/** A user has agreed already where everything that is asked for was in it (RFC 8252 section 8.6). */
async function agreedBefore(
	{ state, client }: Submitted,
	user: Pick<OAuthUser, 'id' | 'name'>,
	{ consents }: OAuthPorts,
): Promise<string | undefined> {
	if (client.type === 'public' || state.request.promptsConsent) return undefined;
	const consent = await consents.findActive(client.id, user.id);
	if (consent === undefined) return undefined;
	const { scopes, applications } = state.request;
	const everywhere = consent.applications.length === 0;
	const coversApplications =
		everywhere ||
		(applications.length > 0 && applications.every((name) => consent.applications.includes(name)));
	const coversScopes = scopes.every((scope) => consent.scopes.includes(scope));
	return coversScopes && coversApplications ? consent.id : undefined;
}

async function afterLogIn(
	submitted: Submitted,
	user: Pick<OAuthUser, 'id' | 'name'>,
	ports: OAuthPorts,
): Promise<Answered> {
	const { received, state, client } = submitted;
	if (needsSetUp(client)) return await askForDesignation(submitted, user, ports);
	if (client.trusted) {
		return await grantAuthorization({ received, state, client, user, consentId: undefined }, ports);
	}
	const consentId = await agreedBefore(submitted, user, ports);
	if (consentId !== undefined) {
		return await grantAuthorization({ received, state, client, user, consentId }, ports);
	}
	const { scopes, applications } = state.request;
	const html = consentPage({
		action: state.issuer + received.wire.path,
		fields: sealForm({ ...state, stage: 'consent', userId: user.id }, ports),
		client: client.name,
		description: client.description,
		user: user.name,
		scopes,
		applications,
		redirectUri: state.redirectUri,
	});
	return { answer: pageAnswer(html, 200, formTargets(state.redirectUri)), notes: [] };
}

/** What is granted is what the sealed request asked for: the form cannot add to it (NT-11). */
async function answerConsent(submitted: Submitted, ports: OAuthPorts): Promise<Answered> {
	const { received, form, state, client } = submitted;
	const operation = 'authorization.consent';
	const user = state.userId === undefined ? undefined : await ports.users.findById(state.userId);
	if (user?.enabled !== true) {
		const refused = refuse('access_denied', 'user-disabled', { client: client.id });
		return refusedPage(received, operation, refused);
	}
	if (form.get('decision') !== 'allow' || needsSetUp(client)) {
		const refused = refuse('invalid_request', 'form-malformed', { client: client.id });
		return refusedPage(received, operation, refused);
	}
	const used = await takeForm(state, ports);
	if (used !== undefined) return refusedPage(received, operation, used);
	const { scopes, applications } = state.request;
	const consentId = await ports.consents.give({
		id: ports.random.uuid(),
		clientId: client.id,
		userId: user.id,
		scopes,
		applications,
		now: ports.clock.now(),
	});
	const note: Note = {
		operation,
		decision: 'accepted',
		client: client.id,
		user: user.name,
		credentialId: consentId,
		scopes,
	};
	const granted = { received, state, client, user, consentId };
	const answered = await grantAuthorization(granted, ports);
	return { answer: answered.answer, notes: [note, ...answered.notes] };
}
