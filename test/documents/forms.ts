import { spawnSync } from 'node:child_process';
import { STATUS_CODES } from 'node:http';

import { parse as parseYaml } from 'yaml';

type Flaws = readonly string[];

const attempt = (parse: () => unknown): Flaws => {
	try {
		parse();
		return [];
	} catch (error) {
		return [error instanceof Error ? error.message : String(error)];
	}
};

export const jsonFlaws = (text: string): Flaws => attempt(() => JSON.parse(text));

export const yamlFlaws = (text: string): Flaws => attempt(() => parseYaml(text, { strict: true }));

/** Each line is a pattern of its own. */
export const patternFlaws = (text: string): Flaws =>
	text.split('\n').flatMap((line) => attempt(() => new RegExp(line, 'u')));

const CLOSERS: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };

/** Braces of a configuration, outside of its texts in quotes and its comments. */
export function braceFlaws(text: string): Flaws {
	const open: string[] = [];
	const bare = text.replaceAll(/"(?:[^"\\]|\\.)*"|#.*|\\./g, '');
	for (const letter of bare) {
		if (letter in CLOSERS) open.push(CLOSERS[letter] ?? '');
		else if (Object.values(CLOSERS).includes(letter) && open.pop() !== letter) {
			return [`a "${letter}" that nothing opened`];
		}
	}
	return open.length === 0 ? [] : [`no "${String(open.at(-1))}" at the end`];
}

const START_LINE = /^(?:[A-Z]+ \S+ HTTP\/1\.1|HTTP\/1\.1 (\d{3}) (.+))$/;
const FIELD_LINE = /^[!#$%&'*+.^_`|~\w-]+: \S.*$/;

/** The status line of an answer has the phrase that goes with its status. */
export function statusLineFlaws(line: string): Flaws {
	const [, status, phrase] = START_LINE.exec(line) ?? [];
	if (status === undefined || STATUS_CODES[status] === phrase) return [];
	return [`${status} is ${String(STATUS_CODES[status])}, not ${String(phrase)}`];
}

/** A message of RFC 9112, or its field lines alone; three dots stand for fields left out. */
export function messageFlaws(text: string): Flaws {
	const [head = ''] = text.split('\n\n');
	const lines = head.split('\n').filter((line) => line !== '...');
	const fields = START_LINE.test(lines[0] ?? '') ? lines.slice(1) : lines;
	const wrong = fields.filter((line) => !FIELD_LINE.test(line));
	return [...statusLineFlaws(lines[0] ?? ''), ...wrong.map((line) => `"${line}" is no field`)];
}

/** ISO 14977: every rule ends, and every name that a rule uses has a rule. */
export function grammarFlaws(text: string): Flaws {
	const bare = text.replaceAll(/\(\*[^]*?\*\)|\?[^]*?\?|"[^"]*"|'[^']*'/g, ' ');
	const rules = bare.split(';').map((rule) => rule.split('='));
	if (rules.pop()?.join('').trim() !== '') return ['the last rule does not end'];
	const defined = rules.map(([name = '']) => name.trim());
	const used = rules.flatMap(([, body = '']) => body.match(/[a-z][a-z ]*[a-z]/g) ?? []);
	return used.filter((name) => !defined.includes(name)).map((name) => `${name} has no rule`);
}

/** Python's own parser; undefined where there is no Python. */
export function pythonFlaws(text: string): Flaws | undefined {
	const program = 'import ast, sys; ast.parse(sys.stdin.read())';
	const ran = spawnSync('python3', ['-c', program], { input: text, encoding: 'utf8' });
	if (ran.error) return undefined;
	return ran.status === 0 ? [] : [ran.stderr.trim().split('\n').at(-1) ?? ''];
}
