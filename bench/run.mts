import { parseArgs } from 'node:util';
import { build } from '../scripts/package/build.mts';
import { interruption } from '../scripts/runtime/interruption.mjs';
import { elapsed } from '../scripts/runtime/progress.mjs';
import { machine } from './report/machine.mts';
import { asMarkdown, asText } from './report/table.mts';
import { PACE, QUICK } from './pace.mts';
import { chosenSubjects } from './subjects/all.mts';

const INTERRUPTED = 130;

try {
	const { values } = parseArgs({
		options: {
			quick: { type: 'boolean', default: false },
			'no-n8n': { type: 'boolean', default: false },
			only: { type: 'string', multiple: true },
			markdown: { type: 'boolean', default: false },
		},
	});
	const subjects = chosenSubjects(values.only, !values['no-n8n']);
	const started = Date.now();
	const tell = (line: string): void => {
		interruption.throwIfAborted();
		process.stderr.write(`${elapsed(Date.now() - started)}: ${line}\n`);
	};
	tell('Building the package');
	await build();
	const print = values.markdown ? asMarkdown : asText;
	process.stdout.write(`${machine()}\n\n`);
	for (const { measure } of subjects) {
		for await (const section of measure(values.quick ? QUICK : PACE, tell)) {
			process.stdout.write(print(section));
		}
	}
	tell('Done');
} catch (error) {
	if (!interruption.aborted) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	}
	process.exitCode = interruption.aborted ? INTERRUPTED : 1;
}
