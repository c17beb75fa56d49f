import { parseArgs } from 'node:util';
import { keepDemoUp } from './demo/keep-up.mts';
import { interruption } from './runtime/interruption.mjs';
import { runSmoke } from './smoke/run.mts';

const INTERRUPTED = 130;

try {
	const { values } = parseArgs({
		options: {
			smoke: { type: 'boolean' },
			fresh: { type: 'boolean' },
			database: { type: 'string', default: 'sqlite' },
		},
	});
	const { smoke, fresh, database } = values;
	if (database !== 'sqlite' && database !== 'postgres') {
		throw new Error(`The database "${database}" is unknown: say sqlite or postgres.`);
	}
	if (!smoke && database === 'postgres') {
		throw new Error('--database postgres goes with --smoke.');
	}
	process.exitCode = smoke ? await runSmoke(database) : await keepDemoUp({ fresh });
} catch (error) {
	if (!interruption.aborted) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	}
	process.exitCode = interruption.aborted ? INTERRUPTED : 1;
}
