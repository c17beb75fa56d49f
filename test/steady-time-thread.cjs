// Counts milliseconds for steady-time.ts, in steps that a machine which stood still cannot lengthen.
const { workerData: shared } = require('node:worker_threads');

const STEP = 10;
const LONGEST_STEP = 50;

let passed = 0;
let last = performance.now();
for (;;) {
	Atomics.wait(shared, 1, 0, STEP);
	const now = performance.now();
	passed += Math.min(now - last, LONGEST_STEP);
	last = now;
	Atomics.store(shared, 0, passed);
}
