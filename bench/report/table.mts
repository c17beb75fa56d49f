import type { Line, Section } from './line.mts';

const COLUMNS = ['', 'CPU', 'wall', 'ratio', 'goal', ''] as const;

function cellsOf({ what, cpu, wall, ratio, goal }: Line): readonly string[] {
	return [what, cpu ?? '', wall ?? '', ratio ?? '', goal?.text ?? '', goal?.outcome ?? ''];
}

/** A section for people at a terminal. */
export function asText({ title, lines, remarks }: Section): string {
	const rows = lines.length === 0 ? [] : [COLUMNS, ...lines.map(cellsOf)];
	const widths = COLUMNS.map((_, column) =>
		Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)),
	);
	const texts = rows.map((row) =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
	return [title, '', ...texts, ...remarks, ''].map((line) => `${line}\n`).join('');
}

/** A section for a page of the documents. */
export function asMarkdown({ title, lines, remarks }: Section): string {
	const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
	const table =
		lines.length === 0
			? []
			: [
					row(COLUMNS),
					row(COLUMNS.map(() => '---')),
					...lines.map((line) => row(cellsOf(line))),
					'',
				];
	const notes = remarks.flatMap((remark) => [remark, '']);
	return [`### ${title}`, '', ...table, ...notes].map((line) => `${line}\n`).join('');
}
