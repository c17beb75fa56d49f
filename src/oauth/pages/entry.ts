import type { Entry } from '../../administration/link-content';
import { documentOf, escapeHtml, filled, hiddenFields, mistakeSummary, submitOf } from './html';
import { TEXTS } from './texts';

/** What went wrong the last time. */
export type EntryMistake = 'unusable' | 'different' | 'refused';

export interface EntryValues {
	/** Where the form goes. */
	readonly action: string;
	/** Token of the link. */
	readonly link: string;
	readonly entry: Entry;
	readonly mistake?: EntryMistake | undefined;
}

const texts = TEXTS.link.entry;
const SUMMARY = 'mistake';
const RULE = 'rule';

/** What the page says of what is asked for. */
function leadOf(entry: Entry): string {
	switch (entry.kind) {
		case 'secret':
			return filled(texts.secret.lead, { ...entry.secret });
		case 'signingKey':
			return filled(texts.signingKey.lead, { name: entry.key.name });
		case 'password':
			return escapeHtml(texts.password.lead);
	}
}

interface Field {
	readonly id: string;
	readonly label: string;
	readonly more: string;
}

const inputOf = ({ id, label, more }: Field): string =>
	`<label for="${id}">${escapeHtml(label)}</label><input id="${id}" name="${id}"${more}>`;

/** The page on which somebody types a value that nobody is shown again. */
export function entryPage({ action, link, entry, mistake }: EntryValues): string {
	const { kind } = entry;
	const isPassword = kind === 'password';
	const completion = isPassword ? 'new-password' : 'off';
	const isWrong = mistake === 'unusable' || mistake === 'different';
	const common = ` type="password" required autocomplete="${completion}"${isWrong ? ' aria-invalid="true"' : ''}`;
	const described = mistake === undefined ? RULE : `${SUMMARY} ${RULE}`;
	const said = mistake && escapeHtml(texts[mistake]);
	const shown = isWrong ? `<a href="#value">${said ?? ''}</a>` : (said ?? '');
	// The name is for password managers, which keep the two together.
	const user = isPassword
		? inputOf({
				id: 'username',
				label: texts.password.username,
				more: ` value="${escapeHtml(entry.username)}" readonly autocomplete="username"`,
			})
		: '';
	const value = inputOf({
		id: 'value',
		label: texts[kind].field,
		more: `${common} autofocus aria-describedby="${described}"`,
	});
	const repeat = isPassword
		? inputOf({ id: 'repeat', label: texts.password.repeat, more: common })
		: '';
	return documentOf(
		texts[kind].title,
		(mistake === undefined ? '' : mistakeSummary(SUMMARY, texts.mistake, shown)) +
			`<p>${leadOf(entry)}</p>` +
			`<form method="post" action="${escapeHtml(action)}">${hiddenFields({ link })}${user}${value}` +
			`<p class="quiet" id="${RULE}">${escapeHtml(texts[kind].rule)}</p>${repeat}` +
			`${submitOf(texts.submit)}</form><p class="quiet">${escapeHtml(texts.unseen)}</p>`,
		mistake !== undefined,
	);
}
