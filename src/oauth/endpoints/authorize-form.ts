import type { Answered } from '../answers';
import type { ReceivedIn } from '../authorization-wire';
import type { OAuthClient, OAuthUser } from '../client';
import { type FormState, openForm, sealForm, takeForm } from '../form-state';
import { type Note, refusalNote } from '../note';
import type { Parameters } from '../parameters';
import { consentPage } from '../pages/consent';
import { type LogInMistake, logInPage } from '../pages/log-in';
import { formTarget, pageAnswer } from '../pages/page-answer';
import type { LogIn, OAuthPorts } from '../ports';
import { isRefused, refuse } from '../refusal';
import { refusedLogIn } from '../steps/log-in';
import { readForm } from '../steps/read-form';
import { grantAuthorization } from './grant-authorization';
import { refusedPage } from './refused-page';
import { refusedRedirect } from './refused-redirect';

interface Submitted {
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
	const submitted = { received, form, state, client };
	if (form.get('decision') === 'deny') return await deny(submitted, ports);
	return state.stage === 'logIn'
		? await answerLogIn(submitted, ports)
		: await answerConsent(submitted, ports);
}

async function deny({ received, state, client }: Submitted, ports: OAuthPorts): Promise<Answered> {
	const operation = 'authorization.consent';
	const used = await takeForm(state, ports);
	if (used !== undefined) return refusedPage(received, operation, used);
	const user = state.userId && (await ports.users.findById(state.userId))?.name;
	const refused = refuse('access_denied', 'consent-denied', { client: state.clientId, user });
	const { redirectUri, request } = state;
	const target = { client, redirectUri, state: state.state, responseType: request.responseType };
	const answer = refusedRedirect(target, received, refused);
	return { answer, notes: [refusalNote(operation, refused)] };
}

function mistakeOf({ kind }: LogIn): LogInMistake['kind'] {
	if (kind === 'throttled') return 'locked';
	return kind === 'busy' ? 'busy' : 'refused';
}

const STATUSES = { refused: 401, locked: 429, busy: 503 } as const;

async function answerLogIn(submitted: Submitted, ports: OAuthPorts): Promise<Answered> {
	const { received, form, state, client } = submitted;
	const username = form.get('username') ?? '';
	const { address } = received.request;
	const attempt = await ports.logIn({ username, password: form.get('password') ?? '', address });
	const operation = 'authorization.logIn';
	if (attempt.kind !== 'logged-in') {
		const mistake = mistakeOf(attempt);
		const { reason, retryAfterSeconds: wait } = refusedLogIn(attempt);
		const fields = sealForm(state, ports);
		const html = logInPage({
			action: state.issuer + received.wire.path,
			fields,
			client: client.name,
			mistake: { kind: mistake, retryAfterSeconds: wait },
		});
		const page = pageAnswer(html, STATUSES[mistake], [formTarget(state.redirectUri)]);
		const retry = wait === undefined ? {} : { 'retry-after': String(wait) };
		const note: Note = {
			operation,
			decision: 'refused',
			reason,
			client: client.id,
			user: username,
		};
		return { answer: { ...page, headers: { ...page.headers, ...retry } }, notes: [note] };
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
	if (client.trusted) {
		return await grantAuthorization({ received, state, client, user, consentId: undefined }, ports);
	}
	const consentId = await agreedBefore(submitted, user, ports);
	if (consentId !== undefined) {
		return await grantAuthorization({ received, state, client, user, consentId }, ports);
	}
	const { hostname, protocol } = new URL(state.redirectUri);
	const { scopes, applications } = state.request;
	const html = consentPage({
		action: state.issuer + received.wire.path,
		fields: sealForm({ ...state, stage: 'consent', userId: user.id }, ports),
		client: client.name,
		description: client.description,
		user: user.name,
		scopes,
		applications,
		target: hostname || protocol,
	});
	return { answer: pageAnswer(html, 200, [formTarget(state.redirectUri)]), notes: [] };
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
	if (form.get('decision') !== 'allow') {
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
