import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { consumerFolder, plainEnvironment, projectFolder } from './installed';

/** An example server, as a process of its own that has the package by its name. */
export interface RunningExample {
	/** What the program printed before it listened, by the first word of a line. */
	readonly said: ReadonlyMap<string, string>;
	/** Host and port. */
	readonly place: string;
	/** Everything that it printed. */
	printed(): string;
	/** Asks it to end, and gives its exit code. */
	end(): Promise<number | null>;
}

/** Starts an example as its first lines say, at any port. */
export async function runExample(
	file: string,
	environment: Readonly<Record<string, string>>,
): Promise<RunningExample> {
	const name = join(consumerFolder, file);
	await cp(join(projectFolder, 'examples', 'node-server', file), name);
	const running = spawn(process.execPath, [name], {
		cwd: consumerFolder,
		env: { ...plainEnvironment, PORT: '0', ...environment },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let printed = '';
	for (const stream of [running.stdout, running.stderr]) {
		stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	}
	const said = new Map<string, string>();
	for await (const line of createInterface(running.stdout)) {
		const [word = '', rest = ''] = line.split(' ');
		said.set(word, rest);
		if (word === 'listening') break;
	}
	running.stdout.resume();
	return {
		said,
		place: `127.0.0.1:${said.get('listening') ?? 'nowhere'}`,
		printed: () => printed,
		async end() {
			if (running.exitCode !== null) return running.exitCode;
			const ended = once(running, 'exit') as Promise<[number | null]>;
			running.kill('SIGTERM');
			return (await ended)[0];
		},
	};
}
