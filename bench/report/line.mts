import type { Estimate } from '../measure/estimate.mts';

/** What a figure is compared with, and what came of it. */
export interface Goal {
	readonly text: string;
	readonly outcome: 'met' | 'missed';
}

/** One line of the table. */
export interface Line {
	readonly what: string;
	readonly cpu?: string | undefined;
	readonly wall?: string | undefined;
	readonly ratio?: string | undefined;
	readonly goal?: Goal | undefined;
}

/** What one subject found. */
export interface Section {
	readonly title: string;
	readonly lines: readonly Line[];
	/** What a reader has to know beside the lines, or why there are none. */
	readonly remarks: readonly string[];
}

/** A goal is missed only where the whole interval is beyond it. */
export function atMost(limit: number, unit: string, { low }: Estimate): Goal {
	return { text: `<= ${limit}${unit}`, outcome: low > limit ? 'missed' : 'met' };
}

export function atLeast(limit: number, unit: string, { high }: Estimate): Goal {
	return {
		text: `>= ${limit.toLocaleString('en')}${unit}`,
		outcome: high < limit ? 'missed' : 'met',
	};
}

/** Three digits, and the interval in brackets. */
export function shown({ median, low, high }: Estimate, unit: string): string {
	return `${number(median)}${unit} (${number(low)}-${number(high)})`;
}

export function number(value: number): string {
	const whole = Math.abs(value) >= 100;
	return whole
		? Math.round(value).toLocaleString('en')
		: String(Number(value.toPrecision(Math.abs(value) < 1 ? 2 : 3)));
}
