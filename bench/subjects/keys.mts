import { interleave, type Measured, ratio } from '../measure/interleave.mts';
import { atMost, type Line, number, shown } from '../report/line.mts';
import { decisionVariants } from '../realm/decisions.mts';
import { type BenchRealm, openBenchRealm } from '../realm/open.mts';
import { onEveryEngine } from './every-engine.mts';
import type { Subject } from './subject.mts';

/** Beyond this a cost is not called flat. */
const FLAT_LIMIT = 1.25;
const KINDS = ['warm', 'cold', 'unknown'] as const;

/** Whether a decision costs the same however many keys there are. */
export const keys: Subject = {
	name: 'keys',
	measure: (pace, tell) =>
		onEveryEngine('The same with more keys', tell, async (engine) => {
			const realms: BenchRealm[] = [];
			try {
				for (const count of pace.keyCounts) {
					tell(`  filling ${number(count)} keys`);
					realms.push(await openBenchRealm(engine, count));
				}
				const lines: Line[] = [];
				for (const kind of KINDS) {
					tell(`  ${kind}`);
					const variants = realms.map(
						(realm, index) =>
							decisionVariants(realm, (name) => named(name, pace.keyCounts[index]))[kind],
					);
					const found = await interleave(variants, pace);
					const first = found.get(variants[0]?.name ?? '') as Measured;
					lines.push(...[...found].map(([what, measured]) => lineOf(what, measured, first)));
				}
				return { lines, remarks: [] };
			} finally {
				for (const realm of realms) await realm.close();
			}
		}),
};

function named(kind: string, count = 0): string {
	return `${kind}, ${count.toLocaleString('en')} keys`;
}

function lineOf(what: string, measured: Measured, first: Measured): Line {
	const line = { what, cpu: shown(measured.cpu, ' us'), wall: shown(measured.wall, ' us') };
	if (measured === first) return line;
	const growth = ratio(measured, first);
	return { ...line, ratio: shown(growth, ' x'), goal: atMost(FLAT_LIMIT, ' x', growth) };
}
