import { interruption } from '../../scripts/runtime/interruption.mjs';

/** Something to measure. `batch` does some operations and says how many. */
export interface Variant {
	readonly name: string;
	readonly batch: () => number | Promise<number>;
	/** Is done before every slice and not measured. */
	readonly prepare?: () => Promise<void>;
	/** CPU time so far, where it is another process that works. */
	readonly cpuMicroseconds?: () => number;
}

/** What one operation took in one slice, in microseconds. */
export interface Sample {
	/** User and system time of all threads of the process that works. */
	readonly cpu: number;
	readonly wall: number;
}

/** Repeats the batches of a variant for about so long. */
export async function runSlice(
	{ prepare, batch, cpuMicroseconds = ownCpu }: Variant,
	milliseconds: number,
): Promise<Sample> {
	interruption.throwIfAborted();
	await prepare?.();
	// What the slice before has left is not this one's to clear away.
	globalThis.gc?.();
	const cpuBefore = cpuMicroseconds();
	const started = performance.now();
	let operations = 0;
	do {
		operations += await batch();
	} while (performance.now() - started < milliseconds);
	const wall = (performance.now() - started) * 1_000;
	return { cpu: (cpuMicroseconds() - cpuBefore) / operations, wall: wall / operations };
}

function ownCpu(): number {
	const { user, system } = process.cpuUsage();
	return user + system;
}
