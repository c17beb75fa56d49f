import type { Pace } from './measure/interleave.mts';

/** What the figures in the documents are made with. */
export const PACE: Pace = {
	slices: 30,
	sliceMilliseconds: 200,
	warmUps: 6,
	keyCounts: [1_000, 100_000, 1_000_000],
	secretCount: 10_000,
	pairs: 40,
	starts: 20,
};

/** For people who want to see roughly where something went. */
export const QUICK: Pace = {
	slices: 6,
	sliceMilliseconds: 50,
	warmUps: 4,
	keyCounts: [1_000, 100_000],
	secretCount: 200,
	pairs: 6,
	starts: 5,
};
