import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const shared = new Int32Array(new SharedArrayBuffer(8));
// A thread: where only this one is kept busy, by our own code, the time goes on.
const thread = new Worker(join(__dirname, 'steady-time-thread.cjs'), { workerData: shared });
thread.unref();
const started = once(thread, 'online');

beforeAll(() => started);
afterAll(() => thread.terminate());

/**
 * Milliseconds in which the machine went on. A shared one stands still for seconds now and then, which
 * is no fault of what has to be done within a time.
 */
export const steadyTime = (): number => Atomics.load(shared, 0);
