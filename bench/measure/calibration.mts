import type { Variant } from './slice.mts';

const STEPS = 10_000;
const REPETITIONS = 100;

let state = 1;

/**
 * A fixed piece of work without memory, files or calls: 10,000 steps of a linear congruential
 * generator. How long it takes says how fast the machine is at that moment.
 */
export const CALIBRATION: Variant = {
	name: 'calibration loop',
	batch() {
		for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
			for (let step = 0; step < STEPS; step += 1) {
				state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
			}
		}
		return REPETITIONS;
	},
};
