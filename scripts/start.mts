import { parseArgs } from 'node:util';
import { keepDemoUp } from './demo/keep-up.mts';
import { interruption } from './runtime/interruption.mjs';
import type { PlaceKind } from './smoke/place.mts';
import { runSmoke } from './smoke/run.mts';

const INTERRUPTED = 130;

/** Where the smoke run is asked to be, or why it cannot be there. */
function placeKind(database: string | undefined, queue: boolean): PlaceKind {
	if (queue && database !== undefined && database !== 'postgres') {
		throw new Error('--queue runs on PostgreSQL: leave out --database.');
	}
	if (queue) return 'queue';
	if (database === undefined || database === 'sqlite') return 'sqlite';
	if (database === 'postgres') return 'postgres';
	throw new Error(`The database "${database}" is unknown: say sqlite or postgres.`);
}

try {
	const { values } = parseArgs({
		options: {
			smoke: { type: 'boolean' },
			fresh: { type: 'boolean' },
			database: { type: 'string' },
			queue: { type: 'boolean', default: false },
		},
	});
	const { smoke, fresh, database, queue } = values;
	const kind = placeKind(database, queue);
	if (!smoke && kind !== 'sqlite') {
		throw new Error(`${queue ? '--queue' : '--database postgres'} goes with --smoke.`);
	}
	process.exitCode = smoke ? await runSmoke(kind) : await keepDemoUp({ fresh });
} catch (error) {
	if (!interruption.aborted) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	}
	process.exitCode = interruption.aborted ? INTERRUPTED : 1;
}
