import { estimate, type Estimate } from './estimate.mts';
import { runSlice, type Sample, type Variant } from './slice.mts';

/** How thoroughly to measure. */
export interface Pace {
	/** Slices of every variant; even, as they come in A B B A. */
	readonly slices: number;
	readonly sliceMilliseconds: number;
	/** Slices that do not count, at most: fewer where three in a row agree. */
	readonly warmUps: number;
	/** Numbers of keys to compare, the first with all others. */
	readonly keyCounts: readonly number[];
	/** Secret keys of one datasource. */
	readonly secretCount: number;
	/** Slices of every kind of call to a live n8n; even too. */
	readonly pairs: number;
	/** Starts of a process of its own. */
	readonly starts: number;
}

export interface Measured {
	readonly cpu: Estimate;
	readonly wall: Estimate;
	readonly samples: readonly Sample[];
}

const AGREEING = 3;
const AGREEMENT = 0.05;

/**
 * Measures variants in interleaved slices, A B B A, so that whatever the machine does meanwhile
 * meets all of them alike. Each is warm before the first slice that counts.
 */
export async function interleave(
	variants: readonly Variant[],
	pace: Pace,
): Promise<ReadonlyMap<string, Measured>> {
	const { slices, sliceMilliseconds } = pace;
	for (const variant of variants) await warmUp(variant, pace);
	const samples = new Map<string, Sample[]>(variants.map(({ name }) => [name, []]));
	for (let round = 0; round < slices; round += 1) {
		for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
			samples.get(variant.name)?.push(await runSlice(variant, sliceMilliseconds));
		}
	}
	return new Map([...samples].map(([name, taken]) => [name, measuredFrom(taken)]));
}

/** The CPU time of one variant as a multiple of another's, slice by slice. */
export function ratio(of: Measured, to: Measured, side: keyof Sample = 'cpu'): Estimate {
	return estimate(
		of.samples.map((sample, index) => sample[side] / (to.samples[index]?.[side] ?? NaN)),
	);
}

function measuredFrom(samples: readonly Sample[]): Measured {
	return {
		cpu: estimate(samples.map(({ cpu }) => cpu)),
		wall: estimate(samples.map(({ wall }) => wall)),
		samples,
	};
}

async function warmUp(variant: Variant, { warmUps, sliceMilliseconds }: Pace): Promise<void> {
	const latest: number[] = [];
	for (let slice = 0; slice < warmUps; slice += 1) {
		latest.push((await runSlice(variant, sliceMilliseconds)).cpu);
		const last = latest.slice(-AGREEING);
		const agree = Math.max(...last) <= Math.min(...last) * (1 + AGREEMENT);
		if (last.length === AGREEING && agree) return;
	}
}
