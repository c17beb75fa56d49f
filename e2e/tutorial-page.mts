import assert from 'node:assert/strict';

/** A numbered step of a page. */
export interface Step {
	/** Its section and number. */
	readonly id: string;
	readonly text: string;
}

const SECTION = /^## (.+)$/;
const NUMBER = /^(\d+)\. (.*)$/;
const PICTURE = /!\[[^\]]*\]\([^)]*\)/g;
const LINK = /\[([^\]]*)\]\([^)]*\)/g;
/** What stands in bold, in italic or as code. */
const MARKED = /\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`/gs;
const BLOCK = /```\w*\n([^]*?)```/g;

const last = <T,>(list: readonly T[], none: T): T => list[list.length - 1] ?? none;

/** All numbered steps of a page, in order. */
export function stepsOf(page: string): readonly Step[] {
	const steps: Array<{ id: string; text: string }> = [];
	const nowhere = { id: '', text: '' };
	let section = '';
	for (const line of page.split('\n')) {
		const [, heading] = SECTION.exec(line) ?? [];
		const [, number, first] = NUMBER.exec(line) ?? [];
		if (heading !== undefined) section = heading;
		else if (number !== undefined) steps.push({ id: `${section} ${number}`, text: first ?? '' });
		else if (/^ {3}|^$/.test(line)) last(steps, nowhere).text += `\n${line}`;
	}
	return steps;
}

/** The lines of a page's blocks of code, without what they are set in by. */
export function blocksOf(text: string): readonly (readonly string[])[] {
	return [...text.matchAll(BLOCK)].map(([, block = '']) =>
		block.split('\n').map((line) => line.trim()),
	);
}

/** What a step names. Whoever walks it takes each name once, and at its end none may be left. */
export interface Told {
	/** Takes a name; what the step does not name is a fault of the page. */
	readonly take: (name: string) => string;
	/** Names that nobody has taken. */
	readonly left: () => readonly string[];
	readonly blocks: readonly (readonly string[])[];
}

export function told({ id, text }: Step): Told {
	const plain = text.replaceAll(BLOCK, '').replaceAll(PICTURE, '').replaceAll(LINK, '$1');
	const left = [...plain.matchAll(MARKED)].map(([, bold, italic, code]) =>
		String(bold ?? italic ?? code).replaceAll(/\s+/g, ' '),
	);
	return {
		take: (name) => {
			assert.ok(left.includes(name), `"${id}" does not tell "${name}"`);
			left.splice(left.indexOf(name), 1);
			return name;
		},
		left: () => left,
		blocks: blocksOf(text),
	};
}
