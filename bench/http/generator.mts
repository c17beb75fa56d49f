import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

/** What to send: so many requests over as many kept-alive connections. */
export interface Load {
	readonly port: number;
	/** What is sent by POST: a path and a form; a GET of `/` without. */
	readonly form?: { readonly path: string; readonly text: string };
	/**
	 * Refresh tokens, one for each connection: the form goes on with it, and the next request of the
	 * connection with the one that the answer brings.
	 */
	readonly refreshTokens?: readonly string[];
	readonly headers: Readonly<Record<string, string>>;
	readonly expected: number;
	readonly requests: number;
	readonly connections: number;
}

/** A process of its own that sends requests, so that its CPU time is not the server's. */
export interface Generator {
	/** Settles when every request has its expected answer. */
	send(load: Load): Promise<void>;
	close(): Promise<void>;
}

export async function startGenerator(): Promise<Generator> {
	const child = fork(fileURLToPath(new URL('./send.mts', import.meta.url)), { execArgv: [] });
	const ended = once(child, 'exit');
	await once(child, 'message');
	// Where taskset is missing the scheduler decides: CPU times stay right, wall times get noisier.
	execFile('taskset', ['-cp', String(cpus().length - 1), String(child.pid)], () => {});
	return {
		async send(load) {
			child.send(load);
			const [fault] = (await once(child, 'message')) as [string];
			if (fault !== '') throw new Error(fault);
		},
		async close() {
			child.disconnect();
			await ended;
		},
	};
}
