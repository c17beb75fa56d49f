import type { ReadStream } from 'node:tty';

const ENTER = /[\r\n]/;
// What keys such as the arrows send: ECMA-48 section 5.4, and the older form of some terminals.
const KEYS = /\u001b(?:\[[0-?]*[ -/]*[@-~]|O[ -~])?/g;
const CONTROLS = {
	interrupt: ['\u0003', '\u0004'],
	erase: ['\u007f', '\b'],
	eraseAll: ['\u0015'],
};
// A tab can be part of a passphrase that is pasted.
const OTHER_CONTROL = /[\u0000-\u0008\u000b-\u001f]/;

/** What is typed so far, after these keys; `undefined` where one of them ends it all. */
function afterKeys(letters: readonly string[], keys: string): readonly string[] | undefined {
	let now = letters;
	for (const key of keys.replace(KEYS, '')) {
		if (CONTROLS.interrupt.includes(key)) return undefined;
		if (CONTROLS.erase.includes(key)) now = now.slice(0, -1);
		else if (CONTROLS.eraseAll.includes(key)) now = [];
		else if (!OTHER_CONTROL.test(key)) now = [...now, key];
	}
	return now;
}

/**
 * Asks at a terminal for something that nobody is to see; the question goes to standard error. Ctrl-C
 * ends the process as it does elsewhere. What was pasted behind the answer is left for the next question.
 */
export function askSecretly(terminal: ReadStream, question: string): Promise<string> {
	// Raw, so that the terminal shows nothing of what is typed; before anybody types.
	terminal.setRawMode(true);
	terminal.setEncoding('utf8');
	process.stderr.write(`${question}: `);
	return new Promise((resolve) => {
		let letters: readonly string[] = [];
		const end = (): void => {
			terminal.off('data', read);
			terminal.pause();
			terminal.setRawMode(false);
			process.stderr.write('\n');
		};
		const read = (chunk: string): void => {
			const enter = chunk.search(ENTER);
			const typed = afterKeys(letters, enter === -1 ? chunk : chunk.slice(0, enter));
			if (typed === undefined) {
				end();
				process.kill(process.pid, 'SIGINT');
				return;
			}
			letters = typed;
			if (enter === -1) return;
			end();
			const rest = chunk.slice(enter + 1);
			if (rest !== '') terminal.unshift(rest);
			resolve(letters.join(''));
		};
		terminal.on('data', read);
		// Listening alone does not, once it was paused.
		terminal.resume();
	});
}
