import type { Answered } from '../../answers';
import type { OAuthUser } from '../../client';
import type { Submitted } from '../../endpoints/authorize-form';
import { grantAuthorization } from '../../endpoints/grant-authorization';
import { refusedPage } from '../../endpoints/refused-page';
import { sealForm, takeForm } from '../../form-state';
import { type Note, refusalNote } from '../../note';
import { type DesignationMistake, designatePage } from '../../pages/designate';
import { pageAnswer } from '../../pages/page-answer';
import { formTargets } from '../../pages/form-targets';
import type { OAuthPorts } from '../../ports';
import { type OAuthReason, refuse } from '../../refusal';
import { isAdministrator, maySetUp } from './administrator';

type Named = Pick<OAuthUser, 'id' | 'name'>;

const OPERATION = 'authorization.designate';

/** Shows an administrator what the client asks for, and asks for the user whom it is to act as. */
export async function askForDesignation(
	{ received, state, client }: Submitted,
	administrator: Named,
	ports: OAuthPorts,
	flaw?: { readonly mistake: DesignationMistake; readonly account: string },
	unconfirmed?: string,
): Promise<Answered> {
	const before = await ports.consents.findDesignation(client.id);
	const stage = 'designate' as const;
	const sealed = { ...state, stage, userId: administrator.id, unconfirmed };
	const html = designatePage({
		action: state.issuer + received.wire.path,
		fields: sealForm(sealed, ports),
		client: client.name,
		intake: client.intake,
		administrator: administrator.name,
		before: before?.username,
		scopes: state.request.scopes,
		applications: state.request.applications,
		redirectUri: state.redirectUri,
		flaw,
	});
	const status = flaw === undefined ? 200 : 400;
	return { answer: pageAnswer(html, status, formTargets(state.redirectUri)), notes: [] };
}

/** Finds the user by the name that was typed; what is wrong with it is for the audit too. */
async function findAccount(
	{ form, state }: Submitted,
	{ users }: OAuthPorts,
): Promise<Named | { readonly mistake: DesignationMistake; readonly reason: OAuthReason }> {
	const user = await users.findByName(form.get('account') ?? '');
	if (user === undefined) return { mistake: 'unknown', reason: 'unknown-user' };
	if (!user.enabled) return { mistake: 'unknown', reason: 'user-disabled' };
	const isConfirmed = form.get('confirmed') === 'yes' && state.unconfirmed === user.id;
	if (isConfirmed || !(await isAdministrator(user, { users }))) return user;
	return { ...user, mistake: 'administrator', reason: 'designation-unconfirmed' };
}

/** Takes the administrator's decision: what the client had before ends with it (IA-13). */
export async function answerDesignation(
	submitted: Submitted,
	ports: OAuthPorts,
): Promise<Answered> {
	const { received, form, state, client } = submitted;
	const administrator = await ports.users.findById(state.userId ?? '');
	if (administrator?.enabled !== true || !(await maySetUp(administrator, ports))) {
		const detail = { client: client.id, user: administrator?.name, status: 403 };
		const refused = refuse('access_denied', 'not-administrator', detail);
		return refusedPage(received, OPERATION, refused);
	}
	if (form.get('decision') !== 'allow') {
		const refused = refuse('invalid_request', 'form-malformed', { client: client.id });
		return refusedPage(received, OPERATION, refused);
	}
	const account = await findAccount(submitted, ports);
	if ('mistake' in account) {
		const detail = { client: client.id, user: administrator.name };
		const refused = refuse('access_denied', account.reason, detail);
		const flaw = { mistake: account.mistake, account: form.get('account') ?? '' };
		const unconfirmed = 'id' in account ? String(account.id) : undefined;
		const asked = await askForDesignation(submitted, administrator, ports, flaw, unconfirmed);
		return { answer: asked.answer, notes: [refusalNote(OPERATION, refused)] };
	}
	const used = await takeForm(state, ports);
	if (used !== undefined) return refusedPage(received, OPERATION, used);
	const consentId = await designate(submitted, account, ports);
	const { scopes } = state.request;
	const said = { decision: 'accepted', client: client.id, credentialId: consentId } as const;
	const notes: readonly Note[] = [
		{ ...said, operation: 'authorization.consent', user: administrator.name, scopes },
		{ ...said, operation: OPERATION, user: account.name },
	];
	const granted = { received, state, client, user: account, consentId };
	const answered = await grantAuthorization(granted, ports);
	return { answer: answered.answer, notes: [...notes, ...answered.notes] };
}

async function designate(
	{ state, client }: Submitted,
	user: Named,
	ports: OAuthPorts,
): Promise<string> {
	const { scopes, applications } = state.request;
	const { id, ended } = await ports.consents.designate({
		id: ports.random.uuid(),
		clientId: client.id,
		userId: user.id,
		accountHash: ports.users.accountHash(user.name),
		scopes,
		applications,
		now: ports.clock.now(),
	});
	await ports.accessTokens.revokeOfGrants(ended);
	return id;
}
