import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

import type { Judged } from './compile-schema';
import type { Draft } from './examine-schema';

export interface ThreadData {
	/** Address of the file that compiles. */
	readonly compiler: string;
}

export interface Work {
	readonly text: string;
	readonly draft: Draft;
	readonly coerces: boolean;
	/** Nothing where the schema is only to be compiled. */
	readonly given: { readonly instance: unknown } | undefined;
	readonly thorough: boolean;
	readonly wantsInstance: boolean;
}

export interface ThreadJob extends Work {
	readonly id: number;
}

export type WorkOutcome =
	| ({ readonly kind: 'judged' } & Judged)
	| { readonly kind: 'refused' | 'failed'; readonly message: string };

export type ThreadReply = { readonly id: number } & ({ readonly kind: 'started' } | WorkOutcome);

/** What became of work that may not take long. */
export type BoundedOutcome =
	| WorkOutcome
	/** The deadline has passed, or memory has run out. */
	| { readonly kind: 'too-slow' }
	/** Too much other work is waiting. */
	| { readonly kind: 'busy' };

/** One thread that judges, one instance after the other. */
export interface JudgingThread {
	judge(work: Work): Promise<BoundedOutcome>;
	close(): Promise<void>;
}

/** Milliseconds of one judgement, after which the thread is ended. */
export const DEADLINE_MS = 250;
/** The same for starting the thread and compiling. */
export const COMPILE_DEADLINE_MS = 5_000;
/** How long other work may keep a call waiting. */
export const LONGEST_WAIT_MS = 2_000;
export const MOST_WAITING = 64;
const MOST_MEGABYTES = 256;

interface Waiting {
	readonly work: Work;
	readonly settle: (outcome: BoundedOutcome) => void;
	readonly timer: NodeJS.Timeout;
}

const extension = extname(__filename);
const THREAD = join(__dirname, `schema-thread${extension}`);
const COMPILER = pathToFileURL(join(__dirname, `compile-schema${extension}`)).href;

/** Starts no thread before there is work for it. The thread does not keep the process alive. */
export function judgingThread(): JudgingThread {
	const waiting: Waiting[] = [];
	let worker: Worker | undefined;
	let current: { readonly id: number; readonly settle: Waiting['settle'] } | undefined;
	let timer: NodeJS.Timeout | undefined;
	let lastId = 0;

	const settle = (outcome: BoundedOutcome): void => {
		clearTimeout(timer);
		current?.settle(outcome);
		current = undefined;
		worker?.unref();
		next();
	};
	const end = (): Promise<unknown> => {
		const ended = worker;
		worker = undefined;
		return ended?.terminate() ?? Promise.resolve();
	};
	const limit = (milliseconds: number): void => {
		clearTimeout(timer);
		const id = lastId;
		timer = setTimeout(() => {
			// Where the process itself was busy, the outcome may be here already: it is read before.
			setImmediate(() => {
				if (current?.id !== id) return;
				void end();
				settle({ kind: 'too-slow' });
			});
		}, milliseconds);
	};
	const start = (): Worker => {
		const started = new Worker(THREAD, {
			workerData: { compiler: COMPILER } satisfies ThreadData,
			resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
		});
		started.on('message', (reply: ThreadReply) => {
			if (worker !== started || reply.id !== current?.id) return;
			if (reply.kind === 'started') limit(DEADLINE_MS);
			else settle(reply);
		});
		const died = (): void => {
			if (worker !== started) return;
			worker = undefined;
			settle({ kind: 'too-slow' });
		};
		return started.on('error', died).on('exit', died);
	};
	const next = (): void => {
		if (current !== undefined) return;
		const taken = waiting.shift();
		if (taken === undefined) return;
		clearTimeout(taken.timer);
		const id = ++lastId;
		current = { id, settle: taken.settle };
		worker ??= start();
		worker.ref();
		limit(COMPILE_DEADLINE_MS);
		worker.postMessage({ ...taken.work, id } satisfies ThreadJob);
	};

	return {
		judge: (work) =>
			new Promise((resolve) => {
				if (waiting.length >= MOST_WAITING) {
					resolve({ kind: 'busy' });
					return;
				}
				const giveUp = setTimeout(() => {
					waiting.splice(waiting.indexOf(entry), 1);
					resolve({ kind: 'busy' });
				}, LONGEST_WAIT_MS);
				const entry = { work, settle: resolve, timer: giveUp };
				waiting.push(entry);
				next();
			}),
		async close() {
			for (const { timer: giveUp, settle: answer } of waiting.splice(0)) {
				clearTimeout(giveUp);
				answer({ kind: 'busy' });
			}
			const ended = end();
			settle({ kind: 'busy' });
			await ended;
		},
	};
}
