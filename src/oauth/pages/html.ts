import { STYLE } from './style';
import { TEXTS } from './texts';

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** A text as HTML, in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? '');
}

/**
 * A text as HTML, with what stands in its braces filled in. What is filled in stands out, and cannot
 * turn the direction of what is around it.
 */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
	return text
		.split(/\{(\w+)\}/)
		.map((part, index) =>
			index % 2 === 0
				? escapeHtml(part)
				: `<strong><bdi>${escapeHtml(values[part] ?? '')}</bdi></strong>`,
		)
		.join('');
}

/** A whole page. `main` is HTML. */
export function documentOf(title: string, main: string, isMistake = false): string {
	const tabTitle = isMistake ? TEXTS.mistakeTitle.replace('{title}', () => title) : title;
	return (
		`<!doctype html><html lang="${TEXTS.language}"><head><meta charset="utf-8">` +
		'<meta name="viewport" content="width=device-width, initial-scale=1">' +
		`<title>${escapeHtml(tabTitle)}</title><style>${STYLE}</style></head>` +
		`<body><main><h1>${escapeHtml(title)}</h1>${main}</main></body></html>`
	);
}

export const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;

/** Names under a heading, or what is said where there are none. */
export function listOf(title: string, names: readonly string[], none: string): string {
	const items = names.map((name) => `<li><bdi>${escapeHtml(name)}</bdi></li>`).join('');
	const list = names.length === 0 ? paragraph(none) : `<ul>${items}</ul>`;
	return `<h2>${escapeHtml(title)}</h2>${list}`;
}

/** Fields that nobody sees. */
export function hiddenFields(fields: Readonly<Record<string, string>>): string {
	return Object.entries(fields)
		.map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`)
		.join('');
}

/** Says what is wrong before anything else. `said` is HTML. */
export function mistakeSummary(id: string, title: string, said: string): string {
	return (
		`<div class="mistake" id="${id}" role="alert"><h2>${escapeHtml(title)}</h2>` +
		`<p>${said}</p></div>`
	);
}

/** The one way out of a page. */
export function submitOf(text: string): string {
	return `<div class="choice"><button class="first">${escapeHtml(text)}</button></div>`;
}

/** The two ways out of a page. The first is what the Enter key chooses. */
export function choiceOf(allow: string, deny: string): string {
	return (
		'<div class="choice">' +
		`<button class="first" name="decision" value="allow">${escapeHtml(allow)}</button>` +
		`<button name="decision" value="deny" formnovalidate>${escapeHtml(deny)}</button></div>`
	);
}
