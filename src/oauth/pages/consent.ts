import type { FormFields } from '../form-state';
import { choiceOf, documentOf, escapeHtml, filled, hiddenFields } from './html';
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
	/** Host, or scheme, that the browser is sent to. */
	readonly target: string;
}

const texts = TEXTS.consent;

const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;

function section(title: string, names: readonly string[], none: string): string {
	const items = names.map((name) => `<li><bdi>${escapeHtml(name)}</bdi></li>`).join('');
	const list = names.length === 0 ? paragraph(none) : `<ul>${items}</ul>`;
	return `<h2>${escapeHtml(title)}</h2>${list}`;
}

/** The page on which a user agrees that a client acts for them, or does not. */
export function consentPage(values: ConsentValues): string {
	const { action, fields, client, description, user, scopes, applications, target } = values;
	return documentOf(
		texts.title,
		`<p>${filled(texts.lead, { client, user })}</p>` +
			(description === '' ? '' : paragraph(description)) +
			section(texts.scopes, scopes, texts.noScopes) +
			section(texts.applications, applications, texts.everywhere) +
			`<p class="quiet">${filled(texts.target, { target })}</p>` +
			`<form method="post" action="${escapeHtml(action)}">${hiddenFields({ ...fields })}` +
			`${choiceOf(texts.allow, texts.deny)}</form>`,
	);
}
