import type { Pace } from '../measure/interleave.mts';
import type { Section } from '../report/line.mts';

/** Something that can be measured by itself. */
export interface Subject {
	/** For `--only`. */
	readonly name: string;
	/** Gives its findings section by section. */
	readonly measure: (pace: Pace, tell: (line: string) => void) => AsyncIterable<Section>;
}
