import type { Section } from '../report/line.mts';
import { type Engine, ENGINE_NAMES, whyNoPostgres } from '../realm/place.mts';

/** Measures on SQLite and on PostgreSQL, or says why not. */
export async function* onEveryEngine(
	title: string,
	tell: (line: string) => void,
	measure: (engine: Engine) => Promise<Omit<Section, 'title'>>,
): AsyncGenerator<Section> {
	for (const engine of ['sqlite', 'postgres'] as const) {
		const heading = `${title}, ${ENGINE_NAMES[engine]}`;
		const missing = engine === 'postgres' ? await whyNoPostgres() : undefined;
		if (missing === undefined) {
			tell(heading);
			yield { title: heading, ...(await measure(engine)) };
		} else {
			yield { title: heading, lines: [], remarks: [missing] };
		}
	}
}
