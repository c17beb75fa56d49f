import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { Fault } from '../fault';
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

export type Outcome =
	| { readonly kind: 'done'; readonly results: readonly StatementResult[] }
	| { readonly kind: 'failed'; readonly message: string }
	| { readonly kind: 'not-a-realm' }
	| { readonly kind: 'newer-realm'; readonly version: number };

export interface Writer {
	/** Settles when the file is open and its schema is current. */
	readonly opened: Promise<Outcome>;
	write(statements: Request['statements']): Promise<Outcome>;
	close(): Promise<void>;
}

const THREAD = join(__dirname, `writer-thread${extname(__filename)}`);

/** Starts the writing thread of one file. It keeps the process alive only while somebody waits. */
export function startWriter(data: ThreadData): Writer {
	const worker = new Worker(THREAD, { workerData: data });
	const waiting = new Map<number, (outcome: Outcome) => void>();
	const ended = new Promise<void>((resolve) =>
		worker.once('exit', () => {
			resolve();
		}),
	);
	let lastId = 0;
	let failure: string | undefined;

	const settle = (id: number, outcome: Outcome): void => {
		waiting.get(id)?.(outcome);
		waiting.delete(id);
		if (waiting.size === 0) worker.unref();
	};
	const settleAll = (message: string): void => {
		failure = message;
		for (const id of waiting.keys()) settle(id, { kind: 'failed', message });
	};
	const outcomeOf = (id: number): Promise<Outcome> =>
		new Promise((resolve) => {
			if (failure !== undefined) {
				resolve({ kind: 'failed', message: failure });
				return;
			}
			waiting.set(id, resolve);
			worker.ref();
		});
	const opened = outcomeOf(0);

	worker.on('message', ({ id, outcome }: { id: number; outcome: Outcome }) => {
		settle(id, outcome);
	});
	worker.on('error', (error: Error) => {
		settleAll(error.message);
	});
	worker.on('exit', () => {
		settleAll('The writing thread has ended.');
	});

	return {
		opened,
		write(statements) {
			const id = ++lastId;
			const outcome = outcomeOf(id);
			worker.postMessage({ id, statements } satisfies Request);
			return outcome;
		},
		async close() {
			worker.ref();
			worker.postMessage('close');
			await ended;
		},
	};
}

/** The results of a write, or a fault where the database could not do it. */
export function resultsOf(outcome: Outcome): readonly StatementResult[] {
	if (outcome.kind === 'done') return outcome.results;
	const cause = outcome.kind === 'failed' ? outcome.message : outcome.kind;
	throw new Fault('store-unavailable', `The realm's database could not be written: ${cause}`);
}
