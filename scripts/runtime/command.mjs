// @ts-check
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import { ENDING_SIGNALS } from './interruption.mjs';

/**
 * Runs a command in this process's place: same terminal, signals passed on, and the same end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {readonly string[]} folders looked in first, before those of PATH
 */
export async function runCommand(command, args, folders) {
	/** @type {NodeJS.ProcessEnv} */
	const env = { ...process.env, PATH: [...folders, process.env['PATH'] ?? ''].join(delimiter) };
	if (command === 'jest') env['NODE_OPTIONS'] = jestOptions(env['NODE_OPTIONS']);
	const child = spawn(command, args, {
		stdio: 'inherit',
		env,
		shell: process.platform === 'win32',
	});
	const passOn = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
	for (const signal of ENDING_SIGNALS) process.on(signal, passOn);
	const [code, signal] = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (...end) => resolve(end));
	});
	for (const passed of ENDING_SIGNALS) process.off(passed, passOn);
	process.exitCode = code ?? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)];
}

/** @param {string | undefined} options */
function jestOptions(options) {
	return [
		options,
		// jest loads ECMAScript-only packages through vm modules; the flag alone prints a warning.
		'--experimental-vm-modules',
		'--disable-warning=ExperimentalWarning',
		// Worker threads under test are loaded as TypeScript, without a compiled twin.
		'--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
	]
		.filter(Boolean)
		.join(' ');
}
