import { parseArgs } from 'node:util';
import { keepDemoUp } from './demo/keep-up.mts';
import { interruption } from './runtime/interruption.mjs';
import { runSmoke } from './smoke/run.mts';

const INTERRUPTED = 130;

try {
	const { values } = parseArgs({
		options: { smoke: { type: 'boolean' }, fresh: { type: 'boolean' } },
	});
	process.exitCode = values.smoke ? await runSmoke() : await keepDemoUp({ fresh: values.fresh });
} catch (error) {
	if (!interruption.aborted) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	}
	process.exitCode = interruption.aborted ? INTERRUPTED : 1;
}
