import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { bareEnvironment } from './bare-environment';

const ROOT = join(__dirname, '..');
const LIMIT_MS = 25_000;

/** Whether there is a `script` as util-linux has it, which gives a process a terminal. */
export const hasTerminal =
	spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true;

/** `incoming-api` as somebody sees it who sits at a terminal. */
export interface Seat {
	/** Everything that the terminal showed so far, with its control sequences. */
	readonly shown: () => string;
	/** Waits until the terminal has shown a text behind what was waited for before. */
	see(text: string): Promise<void>;
	type(keys: string): void;
	/** Waits for the end; the exit code, 128 and the signal where one ended it. */
	end(): Promise<number | null>;
	/** What the terminal is set to once the command has ended. */
	settings(): Promise<string>;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Runs `incoming-api` at a terminal of 100 columns, and afterwards asks how it left it. */
export function atATerminal(args: readonly string[], environment: Record<string, string>): Seat {
	const main = join(ROOT, 'src', 'command', 'main.ts');
	const load = join(ROOT, 'test', 'load-typescript.cjs');
	const command = [process.execPath, '-r', load, main, ...args].map(quoted).join(' ');
	const line = `stty cols 100; trap : INT; ${command}; code=$?; echo "[$(stty -a | tr '\\n' ' ')]"; exit $code`;
	const child: ChildProcess = spawn('script', ['-qec', line, '/dev/null'], {
		env: { ...bareEnvironment, ...environment },
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	let shown = '';
	let seen = 0;
	child.stdout?.on('data', (chunk: Buffer) => (shown += chunk.toString()));
	const ended = once(child, 'close') as Promise<[number | null]>;
	const see = async (text: string): Promise<void> => {
		const until = performance.now() + LIMIT_MS;
		while (!shown.includes(text, seen)) {
			if (performance.now() > until) {
				child.kill();
				throw new Error(`It did not show ${text}: ${shown}`);
			}
			await wait(10);
		}
		seen = shown.indexOf(text, seen) + text.length;
	};
	return {
		shown: () => shown,
		see,
		type: (keys) => void child.stdin?.write(keys),
		async end() {
			const [exitCode] = await ended;
			return exitCode;
		},
		async settings() {
			await ended;
			return /\[speed ([^\]]*)\]/.exec(shown)?.[1] ?? '';
		},
	};
}
