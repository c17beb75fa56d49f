// @ts-check
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { cacheFolder } from './cache-folder.mjs';
import { installOnce } from './install-once.mjs';
import { interruption } from './interruption.mjs';
import { runNpm } from './npm.mjs';
import { withProgress } from './progress.mjs';

const NEEDED = [24, 9];
const BROUGHT = '24.21.0';

/**
 * Finds a Node that is new enough: the one that runs this, else one brought once from the registry
 * into the user's cache folder.
 *
 * @returns {Promise<string>} the program's file
 */
export async function findNode() {
	if (isNewEnough(process.versions.node)) return process.execPath;
	const packageName = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	const folder = join(cacheFolder(), `${packageName}-${BROUGHT}`);
	await installOnce(folder, async (partial) => await bring(packageName, partial));
	const program = process.platform === 'win32' ? 'node.exe' : 'node';
	return join(folder, 'node_modules', packageName, 'bin', program);
}

/** @param {string} version */
function isNewEnough(version) {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const [neededMajor = 0, neededMinor = 0] = NEEDED;
	return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

/**
 * @param {string} packageName
 * @param {string} folder
 */
async function bring(packageName, folder) {
	const args = ['install', `${packageName}@${BROUGHT}`, '--ignore-scripts', '--no-save'];
	await mkdir(folder, { recursive: true });
	try {
		await withProgress(
			`Bringing Node ${BROUGHT} (this one is ${process.versions.node}; about 190 MB)`,
			folder,
			async () =>
				await runNpm([...args, '--no-audit', '--no-fund', '--prefix', folder], { cwd: folder }),
		);
	} catch (error) {
		interruption.throwIfAborted();
		throw new Error(
			`Node ${NEEDED.join('.')} or newer is needed and could not be brought from the registry. ` +
				`Install it, or see why: ${error instanceof Error ? error.message : String(error)}`,
		);
	}
}
