// @ts-check
import { spawn } from 'node:child_process';
import { interruption } from './interruption.mjs';

const KEPT_OUTPUT = 4_000;

/**
 * Runs a program to its end and gives the last that it printed on stdout. A failure is an error
 * that carries the end of all output; an interruption of this process ends the program too.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>}
 */
export async function run(program, args, options) {
	interruption.throwIfAborted();
	const child = spawn(program, args, {
		...options,
		stdio: ['ignore', 'pipe', 'pipe'],
		signal: interruption,
	});
	const printed = { stdout: '', all: '' };
	child.stdout.on('data', (chunk) => {
		printed.stdout = (printed.stdout + chunk).slice(-KEPT_OUTPUT);
		printed.all = (printed.all + chunk).slice(-KEPT_OUTPUT);
	});
	child.stderr.on('data', (chunk) => {
		printed.all = (printed.all + chunk).slice(-KEPT_OUTPUT);
	});
	const end = await new Promise((resolve, reject) => {
		// After an abort the program is still ending: what it writes to must not be removed yet.
		child.once('error', (error) => {
			if (child.pid === undefined) reject(error);
		});
		child.once('close', (code, signal) => resolve(code ?? signal));
	});
	interruption.throwIfAborted();
	if (end === 0) return printed.stdout.trim();
	throw new Error(`${[program, ...args].join(' ')} ended with ${end}:\n${printed.all.trim()}`);
}
