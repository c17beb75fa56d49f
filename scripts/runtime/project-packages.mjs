// @ts-check
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.mjs';
import { withLock } from './lock.mjs';
import { runNpm } from './npm.mjs';
import { withProgress } from './progress.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/**
 * Makes sure that the project's node_modules is what package-lock.json says. npm keeps its own
 * list of what it has installed, written last: comparing the two costs a few milliseconds, notices
 * an interrupted installation, and leaves a developer's own `npm install` alone.
 *
 * @param {string} project the folder with package.json
 * @param {string} node the program to run npm with
 */
export async function installProjectPackages(project, node) {
	if (isInstalled(project)) return;
	const key = createHash('sha256').update(project).digest('hex').slice(0, 16);
	await withLock(join(cacheFolder(), `project-${key}.lock`), async () => {
		if (isInstalled(project)) return;
		await withProgress(
			"Installing the project's packages (about 430 MB)",
			project,
			async () =>
				await runNpm(['ci', '--ignore-scripts', '--legacy-peer-deps', '--include=dev'], {
					cwd: project,
					node,
				}),
		);
	});
}

/** @param {string} project */
function isInstalled(project) {
	const locked = readPackages(join(project, 'package-lock.json'));
	const installed = readPackages(join(project, 'node_modules', '.package-lock.json'));
	if (!locked) throw new Error('package-lock.json is missing or broken. Restore it from git.');
	if (!installed) return false;
	return (
		Object.entries(locked).every(([path, wanted]) => isSame(wanted, installed[path])) &&
		Object.keys(installed).every((path) => path in locked)
	);
}

/**
 * @param {LockedPackage} wanted
 * @param {LockedPackage | undefined} found
 */
function isSame(wanted, found) {
	if (!found) return wanted.optional === true;
	return found.version === wanted.version && found.integrity === wanted.integrity;
}

/**
 * @param {string} file
 * @returns {LockedPackages | undefined}
 */
function readPackages(file) {
	try {
		const { '': _project, ...packages } = JSON.parse(readFileSync(file, 'utf8')).packages;
		return packages;
	} catch {
		return undefined;
	}
}
