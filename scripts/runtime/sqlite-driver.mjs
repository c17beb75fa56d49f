// @ts-check
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { npmProgram } from './npm.mjs';
import { run } from './run.mjs';

const TOOLS = [['python3', 'python'], ['make'], ['g++', 'c++', 'clang++']];

/**
 * Gives n8n's package sqlite3 the native driver that installing without scripts has left out:
 * prebuilt where it can be had, compiled otherwise. Ends only when the driver has really opened a
 * database with the Node in use.
 *
 * @param {string} folder the folder that holds n8n's node_modules
 */
export async function addSqliteDriver(folder) {
	const driver = join(folder, 'node_modules', 'sqlite3');
	const prebuilt = join(folder, 'node_modules', 'prebuild-install', 'bin.js');
	try {
		await run(process.execPath, [prebuilt, '-r', 'napi'], { cwd: driver });
		await tryDriver(folder);
	} catch {
		await compile(driver);
		await tryDriver(folder);
	}
}

/** @param {string} driver */
async function compile(driver) {
	// The node-gyp that sqlite3 depends on fails on Python 3.12 and later; npm's own does not.
	const nodeGyp = createRequire(npmProgram()).resolve('node-gyp/bin/node-gyp.js');
	try {
		await run(process.execPath, [nodeGyp, 'rebuild', '--jobs', 'max'], {
			cwd: driver,
			env: { ...process.env, ...headersOfThisNode() },
		});
	} catch (failure) {
		const missing = await missingTools(driver);
		if (missing.length === 0) throw failure;
		throw new Error(
			`n8n's SQLite driver has to be compiled here, and ${missing.join(', ')} could not be ` +
				'found. Install Python 3, make and a C++ compiler (on Debian: apt-get install python3 ' +
				'make g++), then run the command again.',
		);
	}
}

/** @returns {NodeJS.ProcessEnv} */
function headersOfThisNode() {
	const prefix = dirname(dirname(process.execPath));
	if (!existsSync(join(prefix, 'include', 'node', 'node_api.h'))) return {};
	return { npm_config_nodedir: prefix };
}

/** @param {string} folder */
async function tryDriver(folder) {
	const program = `new (require('sqlite3').Database)(':memory:').get('select 1', (error) => {
		if (error) throw error;
	});`;
	await run(process.execPath, ['-e', program], { cwd: folder });
}

/** @param {string} cwd */
async function missingTools(cwd) {
	const found = await Promise.all(
		TOOLS.map(async (names) => {
			const tries = names.map(async (name) => await run(name, ['--version'], { cwd }));
			return await Promise.any(tries).catch(() => undefined);
		}),
	);
	return TOOLS.filter((_names, index) => found[index] === undefined).map(([name]) => name);
}
