/** A table of a page, with the heading that it stands under. */
export interface Table {
	readonly heading: string;
	readonly columns: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

interface Line {
	readonly text: string;
	readonly heading: string;
}

const HEADING = /^#{1,6} (.+)$/;
const INLINE_LINK = /\]\(([^()\s]+)\)/g;
const LINK_DEFINITION = /^\[([^\]]+)\]: (\S+)$/;

/** The lines of a page outside of its code blocks. */
function linesOf(page: string): readonly Line[] {
	const lines: Line[] = [];
	let heading = '';
	let fenced = false;
	for (const text of page.split('\n')) {
		if (text.trimStart().startsWith('```')) fenced = !fenced;
		else if (!fenced) {
			heading = HEADING.exec(text)?.[1] ?? heading;
			lines.push({ text, heading });
		}
	}
	return lines;
}

export function headingsOf(page: string): readonly string[] {
	return linesOf(page).flatMap(({ text }) => HEADING.exec(text)?.[1] ?? []);
}

/** The anchor that GitHub gives to a heading. */
export function anchorOf(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N}_ -]/gu, '')
		.replaceAll(' ', '-');
}

/** The targets of links that are defined apart from where they are used, by name. */
export function definitionsOf(page: string): ReadonlyMap<string, string> {
	const found = linesOf(page).map(({ text }) => LINK_DEFINITION.exec(text));
	return new Map(found.flatMap((match) => (match ? [[match[1] ?? '', match[2] ?? '']] : [])));
}

/** The targets of all links of a page. */
export function linksOf(page: string): readonly string[] {
	const prose = linesOf(page)
		.map(({ text }) => text)
		.join('\n');
	const inline = [...prose.matchAll(INLINE_LINK)].map(([, target = '']) => target);
	return [...inline, ...definitionsOf(page).values()];
}

const cellsOf = (row: string): readonly string[] =>
	row
		.slice(1, -1)
		.split('|')
		.map((cell) => cell.trim());

export function tablesOf(page: string): readonly Table[] {
	const lines = linesOf(page);
	const isRow = (index: number): boolean => lines[index]?.text.startsWith('|') === true;
	const tables: Table[] = [];
	for (const [index, { text, heading }] of lines.entries()) {
		if (!isRow(index) || isRow(index - 1)) continue;
		const end = lines.findIndex((_line, at) => at > index && !isRow(at));
		const rows = lines.slice(index + 2, end === -1 ? undefined : end);
		tables.push({ heading, columns: cellsOf(text), rows: rows.map((row) => cellsOf(row.text)) });
	}
	return tables;
}

/** The text of a cell that is one piece of code; the cell itself otherwise. */
export function codeOf(cell: string | undefined): string {
	return /^`([^`]*)`$/.exec(cell ?? '')?.[1] ?? cell ?? '';
}
