/** A median and the bootstrap interval that holds it with 95 %. */
export interface Estimate {
	readonly median: number;
	readonly low: number;
	readonly high: number;
}

const RESAMPLES = 1_000;
const TAIL = 0.025;
const SEED = 0x2545f491;

export function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((one, other) => one - other);
	const place = (sorted.length - 1) * share;
	const below = sorted[Math.floor(place)] ?? NaN;
	const above = sorted[Math.ceil(place)] ?? NaN;
	return below + (above - below) * (place - Math.floor(place));
}

/** Estimates the median; the same values always give the same interval. */
export function estimate(values: readonly number[]): Estimate {
	const next = numbersFrom(SEED);
	const medians = Array.from({ length: RESAMPLES }, () =>
		quantile(
			values.map(() => values[Math.floor(next() * values.length)] ?? NaN),
			0.5,
		),
	);
	return {
		median: quantile(values, 0.5),
		low: quantile(medians, TAIL),
		high: quantile(medians, 1 - TAIL),
	};
}

/** Xorshift: numbers from 0 to 1 that are the same in every run. */
function numbersFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) / 2 ** 32;
	};
}
