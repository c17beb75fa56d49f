const LINE = 120;

/** Texts of n8n's editor hold a little HTML: the same as Markdown, with nothing else that marks. */
export function prose(html: string): string {
	const marked = html
		.replaceAll(/<code>(.*?)<\/code>/g, '`$1`')
		.replaceAll(/<b>(.*?)<\/b>/g, '*$1*')
		.replaceAll(/<a href="([^"]+)">(.*?)<\/a>/g, '[$2]($1)')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>');
	return marked
		.split(/(`[^`]*`|\[[^\]]*\]\([^)]*\))/)
		.map((piece, at) => (at % 2 === 1 ? piece : escaped(piece)))
		.join('');
}

/** What looks like markup stands as it is written; `*Name*` is ours. */
const escaped = (text: string): string =>
	text
		.split(/(\*[A-Z][^*]*\*)/)
		.map((piece, at) => (at % 2 === 1 ? piece : piece.replaceAll(/[*<]/g, '\\$&')))
		.join('');

/** A sentence ends with a full stop, also where the editor leaves it out. */
export const sentence = (text: string): string => (/[.:…]$/.test(text) ? text : `${text}.`);

/**
 * Fills lines up to the width of a page, those after the first behind `indent`; code stays whole
 * where it fits into a line.
 *
 * @param taken columns of the first line that are taken already
 */
export function filled(text: string, indent = '', taken = 0): string {
	const lines: string[] = [];
	let line = '';
	const words = (text.match(/(?:`[^`]*`|\S)+/g) ?? []).flatMap((word) =>
		word.length > LINE - indent.length ? word.split(' ') : [word],
	);
	for (const word of words) {
		const longer = line === '' ? word : `${line} ${word}`;
		const start = lines.length === 0 ? taken : indent.length;
		if (line !== '' && start + longer.length > LINE) {
			lines.push(line);
			line = word;
		} else line = longer;
	}
	return [...lines, line].join(`\n${indent}`);
}

/** An entry of a list, at a depth from 0. */
export function entry(depth: number, text: string): string {
	const indent = '  '.repeat(depth);
	return `${indent}- ${filled(text, `${indent}  `, indent.length + 2)}`;
}
