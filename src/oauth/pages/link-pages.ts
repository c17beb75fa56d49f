import type { RevealedName, RevealedValues } from '../../administration/link-content';
import { documentOf, escapeHtml, filled, hiddenFields, submitOf } from './html';
import { TEXTS } from './texts';

const texts = TEXTS.link;

const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;

/** The page before something is revealed: whoever looks at it without a click uses nothing up. */
export function revealPage({ action, link }: { readonly action: string; readonly link: string }) {
	const { title, lead, submit } = texts.reveal;
	return documentOf(
		title,
		paragraph(lead) +
			`<form method="post" action="${escapeHtml(action)}">${hiddenFields({ link })}` +
			`${submitOf(submit)}</form>`,
	);
}

/** The page that shows something once. */
export function revealedPage(values: RevealedValues): string {
	const { title, lead, names } = texts.revealed;
	const rows = Object.entries(values).map(([name, value]) => {
		const label = escapeHtml(names[name as RevealedName]);
		return `<dt>${label}</dt><dd><code>${escapeHtml(value)}</code></dd>`;
	});
	return documentOf(title, `${paragraph(lead)}<dl>${rows.join('')}</dl>`);
}

/** The page after something was typed. */
export function enteredPage(): string {
	return documentOf(texts.entered.title, paragraph(texts.entered.lead));
}

/** The page of a link that does not work, whatever the reason. */
export function closedPage(requestId: string): string {
	const { title, lead, warning } = texts.closed;
	const reference = `<p class="quiet">${filled(TEXTS.error.reference, { requestId })}</p>`;
	return documentOf(title, paragraph(lead) + paragraph(warning) + reference, true);
}
