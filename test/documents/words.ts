import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { describeProblem, type ProblemKind } from '../../src/http/problem';
import { ENDPOINTS } from '../../src/oauth/endpoints/paths';
import { parseReferences } from '../../src/secrets/reference';
import { isVariable } from './code';

type Flaws = readonly string[];

const VARIABLE = /(?<![\w.])[A-Z][A-Z0-9]*_[A-Z0-9_]*(?:\*|\b)/g;

/** Environment variables that nothing reads. */
export const variableFlaws = (text: string): Flaws =>
	(text.match(VARIABLE) ?? [])
		.filter((name) => !isVariable(name))
		.map((name) => `nothing reads ${name}`);

export const referenceFlaws = (text: string): Flaws => {
	const parsed = parseReferences(text);
	return parsed.kind === 'malformed' ? [`${parsed.excerpt} is no reference`] : [];
};

/** n8n's expressions are JavaScript between two braces. */
export const expressionFlaws = (text: string): Flaws =>
	[...text.matchAll(/\{\{(.*?\S.*?)\}\}/g)].flatMap(([, expression = '']) => {
		const { diagnostics = [] } = ts.transpileModule(`void (${expression});`, {
			reportDiagnostics: true,
		});
		return diagnostics.map(
			({ messageText }) =>
				`{{${expression}}}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
		);
	});

const PROBLEM = /#([a-z-]+)",\s*"title":"([^"]+)","status":(\d+)/g;

/** Problem documents say what ours say. */
export const problemFlaws = (text: string): Flaws =>
	[...text.matchAll(PROBLEM)].flatMap(([, kind = '', title, status]) => {
		const problem = describeProblem(kind as ProblemKind) as
			ReturnType<typeof describeProblem> | undefined;
		const isRight = problem?.title === title && String(problem?.status) === status;
		return isRight ? [] : [`${kind} is not ${String(title)} with ${String(status)}`];
	});

const root = join(__dirname, '../..');
const EXAMPLE_PATHS = globSync('examples/*.json', { cwd: root }).flatMap((file) => {
	const text = readFileSync(join(root, file), 'utf8');
	return [...text.matchAll(/"path": "([^"]+)"/g)].map(([, path = '']) => path);
});
const ENDS = [...Object.values(ENDPOINTS).map(({ path }) => path), '/status'];
const ADDRESS = /\/webhook\/([\w./-]*[\w-])(?![\w./{*-])/g;

/** Addresses behind `/webhook/` that are no endpoint, no example's and not named in the page. */
export function addressFlaws(text: string, page: string): Flaws {
	const isNamed = (path: string): boolean =>
		new RegExp(`\`[^\`\\n]*\\b${path}\`|\`[^\`\\n]*\\b${path}\\b[^\`\\n]*\``).test(page);
	return [...text.matchAll(ADDRESS)]
		.map(([, path = '']) => path)
		.filter((path) => !ENDS.some((end) => path.endsWith(end) && path.length > end.length))
		.filter((path) => !EXAMPLE_PATHS.includes(path) && !isNamed(path))
		.map((path) => `nothing answers at /webhook/${path}`);
}
