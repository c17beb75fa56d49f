import { readFileSync } from 'node:fs';
import type { ReadStream } from 'node:tty';

type Environment = Readonly<Record<string, string | undefined>>;

const ENTER = new Set(['\r', '\n']);
const INTERRUPT = '\u0003';
const ERASE = new Set(['\u007f', '\b']);

function ask(terminal: ReadStream): Promise<string> {
	process.stderr.write('Passphrase of the realm: ');
	// Raw, so that the terminal shows nothing of what is typed.
	terminal.setRawMode(true);
	terminal.setEncoding('utf8');
	return new Promise((resolve, reject) => {
		let letters = '';
		const end = (): void => {
			terminal.off('data', read);
			terminal.setRawMode(false);
			terminal.pause();
			process.stderr.write('\n');
		};
		const read = (chunk: string): void => {
			for (const press of chunk) {
				if (press === INTERRUPT) {
					end();
					reject(new Error('Interrupted.'));
					return;
				}
				if (ENTER.has(press)) {
					end();
					resolve(letters);
					return;
				}
				letters = ERASE.has(press) ? letters.slice(0, -1) : letters + press;
			}
		};
		terminal.on('data', read);
	});
}

/** The passphrase from the environment, from a file that it names, or typed at a terminal. */
export async function readPassphrase(
	environment: Environment,
	terminal: ReadStream,
): Promise<string> {
	const given = environment['INCOMING_API_PASSPHRASE'];
	if (given) return given;
	const file = environment['INCOMING_API_PASSPHRASE_FILE'];
	if (file) return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
	if (terminal.isTTY) return await ask(terminal);
	throw new Error(
		'There is no passphrase: set INCOMING_API_PASSPHRASE or INCOMING_API_PASSPHRASE_FILE, or run this in a terminal.',
	);
}
