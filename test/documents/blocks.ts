import type { Page } from './links';

/** A fenced block of code in a page. */
export interface Block {
	readonly page: Page;
	/** Line of its fence in the page, from 1. */
	readonly line: number;
	/** What stands behind the fence; empty where nothing does. */
	readonly language: string;
	/** Without the indentation of its fence. */
	readonly text: string;
}

const FENCE = /^(\s*)(`{3,}|~{3,})(.*)$/;

/** The blocks of a page. One whose end is missing reaches to the end of the page. */
export function blocksOf(page: Page): readonly Block[] {
	const lines = page.text.split('\n');
	const blocks: Block[] = [];
	for (let at = 0; at < lines.length; at += 1) {
		const [, indent = '', fence = '', language = ''] = FENCE.exec(lines[at] ?? '') ?? [];
		if (fence === '') continue;
		const end = lines.findIndex((line, index) => index > at && line.trim() === fence);
		const inside = lines.slice(at + 1, end === -1 ? undefined : end);
		const text = inside.map((line) =>
			line.startsWith(indent) ? line.slice(indent.length) : line.trimStart(),
		);
		blocks.push({ page, line: at + 1, language: language.trim(), text: text.join('\n') });
		at = end === -1 ? lines.length : end;
	}
	return blocks;
}

/** The pieces of code within the prose of a page. */
export function snippetsOf({ text }: Page): readonly string[] {
	const prose = text.split('\n');
	let fenced = false;
	const outside = prose.filter((line) => {
		const isFence = FENCE.test(line);
		if (isFence) fenced = !fenced;
		return !isFence && !fenced;
	});
	// A piece may go on in the next line, but not in the next paragraph.
	const paragraphs = outside.join('\n').split('\n\n');
	return paragraphs.flatMap((paragraph) =>
		[...paragraph.matchAll(/(?<!`)`([^`]+)`(?!`)/g)].map(([, code = '']) =>
			code.replaceAll(/\s+/g, ' '),
		),
	);
}
