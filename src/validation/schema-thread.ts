// The thread in which schemas are judged that may take long. It is started by path, in development
// as the TypeScript it is, so it imports nothing of ours at run time but what it is told to load.
import { parentPort, workerData } from 'node:worker_threads';

import type { Compiled, Compiler } from './compile-schema';
import type { ThreadData, ThreadJob, ThreadReply } from './judging-thread';

const MOST_SCHEMAS = 100;

const { compiler } = workerData as ThreadData;
const loading = import(compiler) as Promise<Compiler>;
const known = new Map<string, Compiled>();

function reply(message: ThreadReply): void {
	parentPort?.postMessage(message);
}

function compiledOf(
	{ text, draft, coerces, thorough }: ThreadJob,
	{ compileSchema }: Compiler,
): Compiled {
	const key = `${draft} ${String(coerces)} ${String(thorough)} ${text}`;
	const found = known.get(key);
	if (found) return found;
	const schema = JSON.parse(text) as object;
	const compiled = compileSchema({ schema, draft, coerces, thorough });
	const [oldest] = known.keys();
	if (known.size >= MOST_SCHEMAS && oldest !== undefined) known.delete(oldest);
	known.set(key, compiled);
	return compiled;
}

function work(job: ThreadJob, compiled: Compiled): ThreadReply {
	const { id, given, wantsInstance } = job;
	if (compiled.kind === 'refused') return { id, kind: 'refused', message: compiled.message };
	if (given === undefined) {
		return { id, kind: 'judged', isValid: true, errors: [], instance: undefined };
	}
	const judged = compiled.judge(given.instance);
	return { id, kind: 'judged', ...judged, instance: wantsInstance ? judged.instance : undefined };
}

async function take(job: ThreadJob): Promise<void> {
	try {
		const compiled = compiledOf(job, await loading);
		reply({ id: job.id, kind: 'started' });
		reply(work(job, compiled));
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		reply({ id: job.id, kind: 'failed', message });
	}
}

parentPort?.on('message', (job: ThreadJob) => void take(job));
