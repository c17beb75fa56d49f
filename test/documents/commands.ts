import { parseCommand } from '../../src/command/parse-command';
import { KNOWN } from '../../src/command/run-command';
import { flagsOf } from './code';

type Words = readonly string[];

/** npm's own commands, which need no script. */
const NPMS_OWN = ['ci', 'install', 'pack', 'audit', 'rebuild', 'publish', 'view'];

function npmFlaws([name = '', ...rest]: Words): readonly string[] {
	if (NPMS_OWN.includes(name)) return [];
	const script = name === 'run' ? (rest[0] ?? '') : name;
	const flags = flagsOf(script);
	if (flags === undefined) return [`there is no script "${script}"`];
	const after = rest.includes('--') ? rest.slice(rest.indexOf('--') + 1) : [];
	// jest's own flags are its own matter.
	if (script === 'test') return [];
	const unknown = after.filter((word) => word.startsWith('--') && !flags.includes(word));
	return unknown.map((flag) => `"${script}" knows no ${flag}`);
}

function ourFlaws(words: Words): readonly string[] {
	const end = words.findIndex((word) => word.startsWith('>'));
	const parsed = parseCommand(end === -1 ? words : words.slice(0, end), KNOWN);
	return parsed.kind === 'mistake' ? [parsed.sentence] : [];
}

// Those of curl's options that take a value, and those that take none.
const WITH_VALUE =
	/^(?:-[HduoXFb]|--(?:json|data|data-urlencode|header|request|user|cacert|max-time))$/;
const ALONE = /^(?:-[isSfLvk]+|--(?:silent|fail|include|get|compressed))$/;
const FIELD = /^[!#$%&'*+.^_`|~\w-]+:(?: .*)?$/;

function curlFlaws(words: Words): readonly string[] {
	const flaws: string[] = [];
	const addresses: string[] = [];
	for (let at = 0; at < words.length; at += 1) {
		const word = words[at] ?? '';
		if (WITH_VALUE.test(word)) {
			const value = words[(at += 1)];
			if (value === undefined) flaws.push(`${word} has no value`);
			else if (word === '-H' && !FIELD.test(value)) flaws.push(`"${value}" is no header field`);
		} else if (word.startsWith('-')) {
			if (!ALONE.test(word)) flaws.push(`curl's ${word} is not known here`);
		} else addresses.push(word);
	}
	if (addresses.length !== 1) flaws.push(`curl calls ${String(addresses.length)} addresses`);
	return [
		...flaws,
		...addresses.filter((text) => !URL.canParse(text)).map((text) => `"${text}" is no URL`),
	];
}

const PROGRAM = /\/dist\/src\/command\/main\.js$/;

/** What is wrong with a command of ours, of npm or of curl; other programs are not judged. */
export function commandFlaws([program = '', ...words]: Words): readonly string[] {
	if (program === 'npm') return npmFlaws(words);
	if (program === 'incoming-api') return ourFlaws(words);
	if (program === 'curl') return curlFlaws(words);
	if (program === 'npx' && words[0] === 'incoming-api') return ourFlaws(words.slice(1));
	if (program === 'node' && PROGRAM.test(words[0] ?? '')) return ourFlaws(words.slice(1));
	return [];
}
