import { readFileSync } from 'node:fs';
import type { ReadStream } from 'node:tty';

import { askSecretly } from './ask';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a passphrase comes from: a variable, or the file that its `_FILE` form names, or a prompt. */
export interface PassphraseSource {
	readonly variable: string;
	readonly prompt: string;
}

export const PASSPHRASE: PassphraseSource = {
	variable: 'INCOMING_API_PASSPHRASE',
	prompt: 'Passphrase of the realm',
};
export const NEW_PASSPHRASE: PassphraseSource = {
	variable: 'INCOMING_API_NEW_PASSPHRASE',
	prompt: 'New passphrase of the realm',
};

function given(environment: Environment, { variable }: PassphraseSource): string | undefined {
	const text = environment[variable];
	if (text) return text;
	const file = environment[`${variable}_FILE`];
	return file ? readFileSync(file, 'utf8').replace(/\r?\n$/, '') : undefined;
}

/** The passphrase from the environment, from a file that it names, or typed at a terminal. */
export async function readPassphrase(
	environment: Environment,
	terminal: ReadStream,
	source: PassphraseSource,
): Promise<string> {
	const text = given(environment, source);
	if (text !== undefined) return text;
	if (terminal.isTTY) return await askSecretly(terminal, source.prompt);
	const { variable } = source;
	const which = source === NEW_PASSPHRASE ? 'new passphrase' : 'passphrase';
	throw new Error(
		`There is no ${which}: set ${variable} or ${variable}_FILE, or run this in a terminal.`,
	);
}

/** The same for one that nobody knows yet: what is typed is typed twice. */
export async function readPassphraseTwice(
	environment: Environment,
	terminal: ReadStream,
	source: PassphraseSource,
): Promise<string> {
	const first = await readPassphrase(environment, terminal, source);
	if (given(environment, source) !== undefined) return first;
	if ((await askSecretly(terminal, 'Once more')) === first) return first;
	throw new Error('The two passphrases differ: start again.');
}
