import { CALIBRATION } from '../measure/calibration.mts';
import { interleave, type Measured, ratio } from '../measure/interleave.mts';
import { atMost, type Line, shown } from '../report/line.mts';
import { decisionVariants } from '../realm/decisions.mts';
import { openBenchRealm } from '../realm/open.mts';
import { onEveryEngine } from './every-engine.mts';
import type { Subject } from './subject.mts';

const WARM_LIMIT_US = 10;

const REMARK =
	'A limit is one statement on PostgreSQL, as all processes share it; CPU is without the server.';

/** What a decision costs without its audit row. */
export const decision: Subject = {
	name: 'decision',
	measure: (pace, tell) =>
		onEveryEngine('One decision, without its audit row', tell, async (engine) => {
			const bench = await openBenchRealm(engine);
			try {
				const kinds = decisionVariants(bench);
				const found = await interleave([CALIBRATION, ...Object.values(kinds)], pace);
				const loop = found.get(CALIBRATION.name) as Measured;
				const goals = [kinds.warm, ...(engine === 'sqlite' ? [kinds.limited] : [])];
				const goalNames = goals.map(({ name }) => name);
				const lines = [...found].map(([what, measured]): Line => ({
					what,
					cpu: shown(measured.cpu, ' us'),
					wall: shown(measured.wall, ' us'),
					ratio: measured === loop ? '' : `${shown(ratio(measured, loop), ' x')} the loop`,
					goal: goalNames.includes(what)
						? atMost(WARM_LIMIT_US, ' us CPU', measured.cpu)
						: undefined,
				}));
				return { lines, remarks: engine === 'postgres' ? [REMARK] : [] };
			} finally {
				await bench.close();
			}
		}),
};
