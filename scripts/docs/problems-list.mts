import type { Problem } from '../../src/http/problem.ts';
import { entry } from './prose.mts';

const BEGIN = '<!-- The list is made by `npm run docs` from what callers are told. -->\n\n';
const END = '\n\n<!-- The end of the list. -->';

const problemEntry = (kind: string, { status, title, detail, headers = {} }: Problem): string => {
	const fields = Object.entries(headers).map(([name, value]) => `\`${name}: ${value}\``);
	const sent = fields.length === 0 ? '' : ` With ${fields.join(', ')}.`;
	return entry(0, `[\`${kind}\`](#${kind}): ${String(status)} *${title}*. "${detail}"${sent}`);
};

/** The page of problems, with the list of them made anew. */
export function problemsPage(page: string, problems: Readonly<Record<string, Problem>>): string {
	const [before, rest] = page.split(BEGIN);
	const [, after] = rest?.split(END) ?? [];
	if (before === undefined || after === undefined) {
		throw new Error('The page of problems has lost the marks around its list.');
	}
	const list = Object.entries(problems).map(([kind, problem]) => problemEntry(kind, problem));
	return `${before}${BEGIN}${list.join('\n')}${END}${after}`;
}
