// @ts-check
import { realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { run } from './run.mjs';

/** For a registry that is away for a moment: npm itself asks twice more. */
export const PATIENCE = { npm_config_fetch_retries: '6' };

/**
 * Runs npm with the given node, free of the settings that the calling npm passed on for its own
 * project (npm hands them to scripts in the environment, where they would win over .npmrc files).
 *
 * @param {readonly string[]} args
 * @param {{ cwd: string, node?: string }} options
 */
export async function runNpm(args, { cwd, node = process.execPath }) {
	const env = {
		...PATIENCE,
		...withoutProjectSettings(process.env),
		PATH: pathWith(dirname(node)),
	};
	return await run(node, [npmProgram(), ...args], { cwd, env });
}

/** The file of npm's command line program: the npm that called us, else the one on the path. */
export function npmProgram() {
	const caller = process.env['npm_execpath'];
	if (caller?.endsWith('npm-cli.js')) return caller;
	for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
		const found = npmIn(folder);
		if (found) return found;
	}
	throw new Error('npm was not found. Install Node with npm, and run the command again.');
}

/** @param {string} folder */
export function pathWith(folder) {
	return [folder, process.env['PATH'] ?? ''].join(delimiter);
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv}
 */
function withoutProjectSettings(environment) {
	const dropped =
		/^(npm_(package|lifecycle|command|node_execpath|execpath)|npm_config_(ignore_scripts|local_prefix|prefix|global|save|omit|include|legacy_peer_deps|dry_run|workspace|production|node_gyp)|INIT_CWD$|NODE_ENV$|NODE_OPTIONS$)/i;
	return Object.fromEntries(Object.entries(environment).filter(([name]) => !dropped.test(name)));
}

/** @param {string} folder */
function npmIn(folder) {
	const candidates =
		process.platform === 'win32'
			? [join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js')]
			: [join(folder, 'npm')];
	for (const candidate of candidates) {
		try {
			return realpathSync(candidate);
		} catch {
			continue;
		}
	}
	return undefined;
}
