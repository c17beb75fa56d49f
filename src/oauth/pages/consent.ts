import type { FormFields } from '../form-state';
import { choiceOf, documentOf, escapeHtml, filled, hiddenFields, listOf, paragraph } from './html';
import { TEXTS } from './texts';

export interface ConsentValues {
	/** Where the form goes. */
	readonly action: string;
	readonly fields: FormFields;
	/** Name and description of the client. */
	readonly client: string;
	readonly description: string;
	/** Name of the user who is asked. */
	readonly user: string;
	readonly scopes: readonly string[];
	/** Names of applications; all when empty. */
	readonly applications: readonly string[];
	/** Where the browser is sent afterwards. */
	readonly redirectUri: string | undefined;
}

const texts = TEXTS.consent;

/** Says to which host, or scheme, the browser is sent. */
export function targetOf(redirectUri: string | undefined): string {
	if (redirectUri === undefined) return '';
	const { hostname, protocol } = new URL(redirectUri);
	return `<p class="quiet">${filled(texts.target, { target: hostname || protocol })}</p>`;
}

/** The page on which a user agrees that a client acts for them, or does not. */
export function consentPage(values: ConsentValues): string {
	const { action, fields, client, description, user, scopes, applications, redirectUri } = values;
	return documentOf(
		texts.title,
		`<p>${filled(texts.lead, { client, user })}</p>` +
			(description === '' ? '' : paragraph(description)) +
			listOf(texts.scopes, scopes, texts.noScopes) +
			listOf(texts.applications, applications, texts.everywhere) +
			targetOf(redirectUri) +
			`<form method="post" action="${escapeHtml(action)}">${hiddenFields({ ...fields })}` +
			`${choiceOf(texts.allow, texts.deny)}</form>`,
	);
}
