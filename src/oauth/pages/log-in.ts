import type { FormFields } from '../form-state';
import { choiceOf, documentOf, escapeHtml, filled, hiddenFields, mistakeSummary } from './html';
import { TEXTS } from './texts';

/** What went wrong the last time. */
export interface LogInMistake {
	readonly kind: 'refused' | 'locked' | 'busy' | 'notAdministrator';
	/** When it is worth trying again. */
	readonly retryAfterSeconds?: number | undefined;
}

export interface LogInValues {
	/** Where the form goes. */
	readonly action: string;
	readonly fields: FormFields;
	/** Name of the client. */
	readonly client: string;
	readonly mistake?: LogInMistake | undefined;
}

const texts = TEXTS.logIn;
const SUMMARY = 'mistake';

function waitOf(seconds: number): string {
	const minutes = Math.max(1, Math.ceil(seconds / 60));
	const form = new Intl.PluralRules(TEXTS.language).select(minutes);
	const text = form === 'one' ? texts.wait.one : texts.wait.other;
	return filled(text, { count: String(minutes) });
}

/** Says what is wrong before anything else, and leads to the field where it can be put right. */
function summaryOf({ kind, retryAfterSeconds }: LogInMistake): string {
	const said = escapeHtml(texts[kind]);
	const text =
		kind === 'refused' || kind === 'notAdministrator' ? `<a href="#username">${said}</a>` : said;
	const wait =
		kind === 'locked' && retryAfterSeconds !== undefined ? ` ${waitOf(retryAfterSeconds)}` : '';
	return mistakeSummary(SUMMARY, texts.mistake, text + wait);
}

/** The page on which a user logs in. */
export function logInPage({ action, fields, client, mistake }: LogInValues): string {
	const invalid = mistake?.kind === 'refused' ? ' aria-invalid="true"' : '';
	// The field has the focus: what describes it is read out with it.
	const described = mistake === undefined ? '' : ` aria-describedby="${SUMMARY}"`;
	const field = (name: 'username' | 'password', more: string): string =>
		`<label for="${name}">${escapeHtml(texts[name])}</label>` +
		`<input id="${name}" name="${name}" required${invalid}${more}>`;
	return documentOf(
		texts.title,
		(mistake === undefined ? '' : summaryOf(mistake)) +
			`<p>${filled(texts.lead, { client })}</p>` +
			`<form method="post" action="${escapeHtml(action)}">${hiddenFields({ ...fields })}` +
			field(
				'username',
				` autocomplete="username" autocapitalize="none" spellcheck="false" autofocus${described}`,
			) +
			field('password', ' type="password" autocomplete="current-password"') +
			`${choiceOf(texts.submit, texts.cancel)}</form>`,
		mistake !== undefined,
	);
}
