import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { estimate, type Estimate, quantile } from '../measure/estimate.mts';
import { type Line, number, shown } from '../report/line.mts';
import { fullLoad, IN_FLIGHT } from '../realm/full-load.mts';
import { type BenchRealm, openBenchRealm } from '../realm/open.mts';
import { steadyLoad } from '../realm/steady-load.mts';
import { onEveryEngine } from './every-engine.mts';
import type { Subject } from './subject.mts';

const STEADY_PER_SECOND = 2_000;
const LONGER = 4;
const RESOLUTION_MS = 1;

/** Percentiles of one slice, in milliseconds. */
interface Spread {
	readonly p50: number;
	readonly p99: number;
	readonly max: number;
}

/** How long other work waits while decisions and their rows are written. */
export const eventLoop: Subject = {
	name: 'event-loop',
	measure: ({ slices, sliceMilliseconds }, tell) =>
		onEveryEngine("Delay of n8n's event loop while the audit writes", tell, async (engine) => {
			const bench = await openBenchRealm(engine);
			const milliseconds = sliceMilliseconds * LONGER;
			const loads: Readonly<Record<string, () => Promise<unknown>>> = {
				idle: () => sleep(milliseconds),
				'full load': () => repeat(bench, milliseconds),
				[steadyName()]: () => steadyLoad(bench, STEADY_PER_SECOND, milliseconds),
			};
			const delays = new Map<string, Spread[]>(Object.keys(loads).map((name) => [name, []]));
			const latencies: Spread[] = [];
			try {
				for (let slice = 0; slice < slices / 2; slice += 1) {
					for (const [name, load] of Object.entries(loads)) {
						const { delay, result } = await underWatch(load);
						delays.get(name)?.push(delay);
						if (Array.isArray(result)) latencies.push(spreadOf(result));
					}
				}
			} finally {
				await bench.close();
			}
			const idle = p99Of(delays.get('idle') ?? []);
			const lines = [...delays].map(([name, spreads]) => lineOf(`delay, ${name}`, spreads, idle));
			return {
				lines: [...lines, lineOf(`decision and row, ${steadyName()}`, latencies)],
				remarks: [
					`Full load is ${number(IN_FLIGHT)} calls in flight. A delay includes the ${RESOLUTION_MS} ms of the timer that finds it.`,
					'Each is the median of the slices; the ratio is that of the 99th percentiles.',
				],
			};
		}),
};

function steadyName(): string {
	return `${number(STEADY_PER_SECOND)} calls/s`;
}

async function repeat(bench: BenchRealm, milliseconds: number): Promise<void> {
	const { batch } = fullLoad(bench);
	const started = performance.now();
	while (performance.now() - started < milliseconds) await batch();
}

async function underWatch<T>(load: () => Promise<T>) {
	const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
	histogram.enable();
	const result = await load();
	histogram.disable();
	const milliseconds = (nanoseconds: number): number => nanoseconds / 1e6;
	const delay: Spread = {
		p50: milliseconds(histogram.percentile(50)),
		p99: milliseconds(histogram.percentile(99)),
		max: milliseconds(histogram.max),
	};
	return { delay, result };
}

function spreadOf(values: readonly number[]): Spread {
	return { p50: quantile(values, 0.5), p99: quantile(values, 0.99), max: quantile(values, 1) };
}

function p99Of(spreads: readonly Spread[]): Estimate {
	return estimate(spreads.map(({ p99 }) => p99));
}

function lineOf(what: string, spreads: readonly Spread[], idle?: Estimate): Line {
	const p99 = p99Of(spreads);
	const middle = (side: keyof Spread) => number(estimate(spreads.map((each) => each[side])).median);
	const wall = `p50 ${middle('p50')}, p99 ${shown(p99, '')}, max ${middle('max')} ms`;
	const growth = idle && idle.median !== p99.median ? p99.median / idle.median : undefined;
	return { what, wall, ratio: growth === undefined ? '' : `${number(growth)} x idle` };
}
