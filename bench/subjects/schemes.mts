import { CALIBRATION } from '../measure/calibration.mts';
import { interleave, type Measured, ratio } from '../measure/interleave.mts';
import { openBenchRealm } from '../realm/open.mts';
import { schemeVariants } from '../realm/schemes.mts';
import { type Line, shown } from '../report/line.mts';
import type { Subject } from './subject.mts';

/** What each scheme costs when all is in memory, beside the API key. */
export const schemes: Subject = {
	name: 'schemes',
	async *measure(pace, tell) {
		const title = 'A warm decision by each scheme, without its audit row, SQLite';
		tell(title);
		const bench = await openBenchRealm('sqlite');
		try {
			const variants = await schemeVariants(bench);
			const found = await interleave([CALIBRATION, ...variants], pace);
			const loop = found.get(CALIBRATION.name) as Measured;
			const key = found.get(variants[0]?.name ?? '') as Measured;
			const lines = [...found].map(([what, measured]): Line => ({
				what,
				cpu: shown(measured.cpu, ' us'),
				wall: shown(measured.wall, ' us'),
				ratio: ratioOf(measured, { loop, key }),
			}));
			yield { title, lines, remarks: [] };
		} finally {
			await bench.close();
		}
	},
};

function ratioOf(measured: Measured, { loop, key }: Record<'loop' | 'key', Measured>): string {
	if (measured === loop) return '';
	if (measured === key) return `${shown(ratio(measured, loop), ' x')} the loop`;
	return `${shown(ratio(measured, key), ' x')} the API key`;
}
