import { spawnSync } from 'node:child_process';

/** What is typed into a shell, and what comes out of it. */
export interface Session {
	readonly commands: readonly string[];
	readonly output: readonly string[];
}

/** A block of `console` marks commands by a dollar sign; in a script every line is one. */
export function sessionOf(language: string, text: string): Session {
	const lines = text.replaceAll('\\\n', ' ').split('\n');
	if (language !== 'console') {
		return { commands: lines.filter((line) => line !== '' && !line.startsWith('#')), output: [] };
	}
	const isCommand = (line: string): boolean => line.startsWith('$ ');
	return {
		commands: lines.filter(isCommand).map((line) => line.slice(2)),
		output: lines.filter((line) => !isCommand(line)),
	};
}

/** What readers put in themselves stands in angle brackets: `<client id>`. */
const withoutPlaceholders = (command: string): string =>
	command.replaceAll(/<[a-z][a-z ]*>/g, 'PLACEHOLDER');

const WORD = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'|&;<>])+|[|&;<>]+/g;

/** The simple commands of a line, each as its words without their quotes. */
export function simpleCommands(line: string): readonly (readonly string[])[] {
	const commands: string[][] = [[]];
	for (const [word] of withoutPlaceholders(line).matchAll(WORD)) {
		if (word.startsWith('#')) break;
		if (/^[|&;]/.test(word)) commands.push([]);
		else commands.at(-1)?.push(word.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, '$1$2'));
	}
	return commands.filter(({ length }) => length > 0);
}

/** What bash says against commands, without running them. */
export function shellFlaws(commands: readonly string[]): readonly string[] {
	const input = withoutPlaceholders(commands.join('\n'));
	const { stderr } = spawnSync('bash', ['-n'], { input, encoding: 'utf8' });
	return stderr === '' ? [] : [stderr.trim()];
}
