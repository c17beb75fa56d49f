// @ts-check
// Runs on any Node from 20 on: brings what the other scripts need, then runs the given command.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './runtime/command.mjs';
import { interruption } from './runtime/interruption.mjs';
import { findNode } from './runtime/node.mjs';
import { installProjectPackages } from './runtime/project-packages.mjs';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const [command, ...args] = process.argv.slice(2);

try {
	if (command === undefined)
		throw new Error('Say which command to run: with-runtime.mjs <command ...>');
	const node = await findNode();
	await installProjectPackages(project, node);
	const folders = [dirname(node), join(project, 'node_modules', '.bin')];
	await runCommand(command, args, folders);
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = interruption.aborted ? 130 : 1;
}
