import type { OAuthClient } from '../client';
import type { FormFields } from '../form-state';
import { targetOf } from './consent';
import { choiceOf, documentOf, escapeHtml, filled, hiddenFields, listOf } from './html';
import { TEXTS } from './texts';

/** What is wrong with the user who was named: nobody of that name, or an administrator. */
export type DesignationMistake = 'unknown' | 'administrator';

export interface DesignateValues {
	/** Where the form goes. */
	readonly action: string;
	readonly fields: FormFields;
	/** Name of the client, and what was agreed with whoever is behind it. */
	readonly client: string;
	readonly intake: OAuthClient['intake'];
	/** Name of the administrator who is asked. */
	readonly administrator: string;
	/** Name of the user whom it acts as until now. */
	readonly before: string | undefined;
	readonly scopes: readonly string[];
	/** Names of applications; all when empty. */
	readonly applications: readonly string[];
	readonly redirectUri: string | undefined;
	/** What was typed the last time, and what is wrong with it. */
	readonly flaw: { readonly mistake: DesignationMistake; readonly account: string } | undefined;
}

const texts = TEXTS.designate;
const SUMMARY = 'mistake';

function summaryOf({ mistake, account }: NonNullable<DesignateValues['flaw']>): string {
	const field = mistake === 'unknown' ? 'account' : 'confirmed';
	const said = filled(texts[mistake], { account });
	return (
		`<div class="mistake" id="${SUMMARY}" role="alert"><h2>${escapeHtml(texts.mistake)}</h2>` +
		`<p><a href="#${field}">${said}</a></p></div>`
	);
}

/** What was agreed before, each part under its own heading. */
function intakeOf(intake: DesignateValues['intake']): string {
	if (intake === undefined) return '';
	return (['partner', 'goals', 'dataScope', 'contact'] as const)
		.map(
			(part) => `<h2>${escapeHtml(texts[part])}</h2><p><bdi>${escapeHtml(intake[part])}</bdi></p>`,
		)
		.join('');
}

function accountField({ flaw }: DesignateValues): string {
	const isMistake = flaw?.mistake === 'unknown';
	const described = `hint${flaw === undefined ? '' : ` ${SUMMARY}`}`;
	return (
		`<label for="account">${escapeHtml(texts.account)}</label>` +
		`<p class="quiet" id="hint">${escapeHtml(texts.hint)}</p>` +
		`<input id="account" name="account" required value="${escapeHtml(flaw?.account ?? '')}"` +
		' autocomplete="off" autocapitalize="none" spellcheck="false"' +
		`${isMistake ? ' aria-invalid="true" autofocus' : ''} aria-describedby="${described}">`
	);
}

function confirmField({ flaw }: DesignateValues): string {
	if (flaw?.mistake !== 'administrator') return '';
	return (
		'<label class="tick"><input type="checkbox" id="confirmed" name="confirmed" value="yes" autofocus' +
		` aria-describedby="${SUMMARY}"><span>${filled(texts.confirm, { account: flaw.account })}</span></label>`
	);
}

/** The page on which an administrator says as whom a client acts, or that it does not. */
export function designatePage(values: DesignateValues): string {
	const { action, fields, client, intake, administrator, before, flaw } = values;
	const tenant = intake?.tenant ?? '';
	return documentOf(
		texts.title,
		(flaw === undefined ? '' : summaryOf(flaw)) +
			`<p>${filled(texts.lead, { client, tenant, administrator })}</p>` +
			intakeOf(intake) +
			listOf(texts.scopes, values.scopes, TEXTS.consent.noScopes) +
			listOf(texts.applications, values.applications, texts.everywhere) +
			(before === undefined ? '' : `<p>${filled(texts.before, { before })}</p>`) +
			targetOf(values.redirectUri) +
			`<form method="post" action="${escapeHtml(action)}">${hiddenFields({ ...fields })}` +
			accountField(values) +
			confirmField(values) +
			`${choiceOf(texts.allow, texts.deny)}</form>`,
		flaw !== undefined,
	);
}
