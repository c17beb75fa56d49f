import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { Fault } from '../fault';
import { checkStorable } from '../storable-text';
import type { StatementResult } from '../store';

export interface ThreadData {
	readonly file: string;
	readonly applicationId: number;
	readonly migrations: readonly {
		readonly version: number;
		readonly statements: readonly string[];
	}[];
	readonly now: number;
}

export interface Request {
	readonly id: number;
	readonly statements: readonly { readonly sql: string; readonly parameters: readonly unknown[] }[];
}

/** What the thread is sent: requests of one turn, or the wish that it ends. */
export type Message = readonly Request[] | 'close';

export type Outcome =
	| { readonly kind: 'done'; readonly results: readonly StatementResult[] }
	| { readonly kind: 'failed'; readonly message: string }
	| { readonly kind: 'not-a-realm' }
	| { readonly kind: 'newer-realm'; readonly version: number };

export interface Reply {
	readonly id: number;
	readonly outcome: Outcome;
}

export interface Writer {
	/** Settles when the file is open and its schema is current. */
	readonly opened: Promise<Outcome>;
	/** Starts another thread where the last one has died. */
	write(statements: Request['statements']): Promise<Outcome>;
	close(): Promise<void>;
}

interface Thread extends Writer {
	isUsable(): boolean;
}

const THREAD = join(__dirname, `writer-thread${extname(__filename)}`);

function startThread(data: ThreadData): Thread {
	const worker = new Worker(THREAD, { workerData: data });
	const waiting = new Map<number, (outcome: Outcome) => void>();
	let outgoing: Request[] = [];
	const ended = new Promise<void>((resolve) =>
		worker.once('exit', () => {
			resolve();
		}),
	);
	let lastId = 0;
	let usable = true;

	const settle = (id: number, outcome: Outcome): void => {
		waiting.get(id)?.(outcome);
		waiting.delete(id);
		if (waiting.size === 0) worker.unref();
	};
	const settleAll = (message: string): void => {
		usable = false;
		for (const id of waiting.keys()) settle(id, { kind: 'failed', message });
	};
	const outcomeOf = (id: number): Promise<Outcome> =>
		new Promise((resolve) => {
			waiting.set(id, resolve);
			worker.ref();
		});
	const opened = outcomeOf(0);
	/** A message costs more than most statements do: what one turn of the event loop writes shares one. */
	const send = (request: Request): void => {
		if (outgoing.push(request) === 1) setImmediate(sendAll);
	};
	const sendAll = (): void => {
		if (outgoing.length > 0) worker.postMessage(outgoing);
		outgoing = [];
	};

	worker.on('message', (replies: readonly Reply[]) => {
		for (const { id, outcome } of replies) {
			if (id === 0 && outcome.kind !== 'done') {
				usable = false;
				worker.postMessage('close');
			}
			settle(id, outcome);
		}
	});
	worker.on('error', (error: Error) => {
		settleAll(error.message);
	});
	worker.on('exit', () => {
		settleAll('The writing thread has ended.');
	});

	return {
		opened,
		isUsable: () => usable,
		async write(statements) {
			const id = ++lastId;
			// A compiled statement also has the tree that it came from: no need to copy that.
			const bare = statements.map(({ sql, parameters }) => ({ sql, parameters }));
			send({ id, statements: bare });
			return await outcomeOf(id);
		},
		async close() {
			worker.ref();
			sendAll();
			worker.postMessage('close');
			await ended;
		},
	};
}

/** Starts the writing thread of one file. It keeps the process alive only while somebody waits. */
export function startWriter(data: ThreadData): Writer {
	let thread = startThread(data);
	return {
		opened: thread.opened,
		async write(statements) {
			checkStorable(statements.flatMap(({ parameters }) => parameters));
			if (!thread.isUsable()) thread = startThread(data);
			return await thread.write(statements);
		},
		close: () => thread.close(),
	};
}

/** The results of a write, or a fault where the database could not do it. */
export function resultsOf(outcome: Outcome): readonly StatementResult[] {
	if (outcome.kind === 'done') return outcome.results;
	const cause = outcome.kind === 'failed' ? outcome.message : outcome.kind;
	throw new Fault('store-unavailable', `The realm's database could not be written: ${cause}`);
}
