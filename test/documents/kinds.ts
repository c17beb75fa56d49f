import { parseCredential } from '../../src/crypto/credential-text';
import type { Block } from './blocks';
import { isSaid } from './code';
import { commandFlaws } from './commands';
import * as forms from './forms';
import { scriptFlaws } from './scripts';
import { sessionOf, shellFlaws, simpleCommands } from './shell';
import * as words from './words';

type Flaws = readonly string[];

const RUN_OF_WORDS = /(?<![\w./:@-])[A-Za-z][a-z]*(?: [a-z]+)+(?![\w./@-])/g;

/** Lines of which no code has a piece. The last word of a piece may come from elsewhere. */
const unsaid = (lines: readonly string[]): Flaws =>
	lines
		.map((line) => ({ line, runs: line.match(RUN_OF_WORDS) ?? [] }))
		.filter(({ runs }) => runs.length > 0)
		.filter(({ runs }) => !runs.some((run) => isSaid(run) || isSaid(run.replace(/\w+$/, ''))))
		.map(({ line }) => `no code says "${line}"`);

/** Addresses, a generated credential, or what our code says. */
function textFlaws(text: string): Flaws {
	const lines = text.split('\n').filter((line) => line.trim() !== '' && line !== '...');
	const isKnown = (line: string): boolean =>
		line.split(',').every((part) => URL.canParse(part)) || parseCredential(line) !== undefined;
	return unsaid(lines.filter((line) => !isKnown(line)));
}

const OURS = /^incoming-api |main\.js |^npm (?:start|run bench)/;

function sessionFlaws(text: string, language: string): Flaws {
	const { commands, output } = sessionOf(language, text);
	return [
		...(language === 'console' && commands.length === 0 ? ['no command after a dollar sign'] : []),
		...shellFlaws(commands),
		...commands.flatMap(simpleCommands).flatMap(commandFlaws),
		...output.flatMap(forms.statusLineFlaws),
		...(commands.every((command) => OURS.test(command)) ? unsaid(output) : []),
	];
}

/** How blocks of each language are judged; `undefined` where what it takes is not here. */
export const KINDS: Readonly<
	Record<string, (text: string, language: string) => Flaws | undefined>
> = {
	bash: sessionFlaws,
	caddyfile: forms.braceFlaws,
	console: sessionFlaws,
	ebnf: forms.grammarFlaws,
	http: forms.messageFlaws,
	js: (text) => scriptFlaws(text, 'mjs'),
	json: forms.jsonFlaws,
	mjs: (text) => scriptFlaws(text, 'mjs'),
	nginx: forms.braceFlaws,
	python: forms.pythonFlaws,
	regex: forms.patternFlaws,
	sh: sessionFlaws,
	text: textFlaws,
	ts: (text) => scriptFlaws(text, 'mts'),
	yaml: forms.yamlFlaws,
};

/** What is wrong with a block; `undefined` where that cannot be said on this machine. */
export function flawsOf({ language, text, page }: Block): Flaws | undefined {
	const judge = KINDS[language];
	if (judge === undefined) {
		return [`"${language}" is none of ${Object.keys(KINDS).join(', ')}`];
	}
	const flaws = judge(text, language);
	// A grammar has pieces of references.
	return flaws && [...flaws, ...(language === 'ebnf' ? [] : wordFlaws(text, page.text))];
}

/** What is wrong with the names in a piece of code, whatever its language. */
export const wordFlaws = (text: string, page: string): Flaws => [
	...words.variableFlaws(text),
	...words.referenceFlaws(text),
	...words.expressionFlaws(text),
	...words.problemFlaws(text),
	...words.addressFlaws(text, page),
];
