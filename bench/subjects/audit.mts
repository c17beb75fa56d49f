import { CALIBRATION } from '../measure/calibration.mts';
import { type Estimate, estimate } from '../measure/estimate.mts';
import { interleave, type Measured, ratio } from '../measure/interleave.mts';
import { atLeast, atMost, number, shown } from '../report/line.mts';
import { decisionVariants } from '../realm/decisions.mts';
import { fullLoad, IN_FLIGHT } from '../realm/full-load.mts';
import { openBenchRealm } from '../realm/open.mts';
import { onEveryEngine } from './every-engine.mts';
import type { Subject } from './subject.mts';

const ROW_LIMIT_US = 50;
const ROWS_PER_SECOND = 20_000;
const LONGER = 2;

/** What a decision costs together with its durable audit row, with many calls in flight. */
export const audit: Subject = {
	name: 'audit',
	measure: (pace, tell) =>
		onEveryEngine('Decisions with durable audit rows', tell, async (engine) => {
			const bench = await openBenchRealm(engine);
			try {
				const load = fullLoad(bench);
				const { warm } = decisionVariants(bench);
				const found = await interleave([warm, load, CALIBRATION], {
					...pace,
					sliceMilliseconds: pace.sliceMilliseconds * LONGER,
				});
				const measured = found.get(load.name) as Measured;
				const perCore = perSecond(measured, 'cpu');
				return {
					lines: [
						{
							what: 'a decision and its row',
							cpu: shown(measured.cpu, ' us'),
							wall: shown(measured.wall, ' us'),
							ratio: `${shown(ratio(measured, found.get(CALIBRATION.name) as Measured), ' x')} the loop`,
							goal: atMost(ROW_LIMIT_US, ' us CPU', measured.cpu),
						},
						{
							what: 'rows per second',
							cpu: shown(perCore, ''),
							wall: shown(perSecond(measured, 'wall'), ''),
							ratio: `${shown(ratio(measured, found.get(warm.name) as Measured), ' x')} warm`,
							goal: atLeast(ROWS_PER_SECOND, '/core', perCore),
						},
					],
					remarks: [remark(engine)],
				};
			} finally {
				await bench.close();
			}
		}),
};

function perSecond({ samples }: Measured, side: 'cpu' | 'wall'): Estimate {
	return estimate(samples.map((sample) => 1e6 / sample[side]));
}

function remark(engine: string): string {
	const load = `${number(IN_FLIGHT)} calls in flight.`;
	return engine === 'sqlite'
		? `${load} CPU is that of the whole process, its writing thread included.`
		: `${load} CPU is that of this process, without the server's.`;
}
