// @ts-check
import { createHash } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache-folder.mjs';
import { installOnce } from './install-once.mjs';
import { runNpm } from './npm.mjs';
import { withProgress } from './progress.mjs';
import { addSqliteDriver } from './sqlite-driver.mjs';

const wanted = join(dirname(dirname(fileURLToPath(import.meta.url))), 'n8n');

/**
 * Finds the n8n of scripts/n8n/package-lock.json in the user's cache folder, where all clones with
 * the same lock file share it; the first caller installs it.
 *
 * @returns {Promise<string>} the folder that holds its node_modules
 */
export async function findN8n() {
	const lock = await readFile(join(wanted, 'package-lock.json'));
	const digest = createHash('sha256').update(lock).digest('hex').slice(0, 16);
	const folder = join(cacheFolder(), `n8n-${process.platform}-${process.arch}-${digest}`);
	await installOnce(folder, install);
	return folder;
}

/** @param {string} folder */
async function install(folder) {
	for (const file of ['package.json', 'package-lock.json']) {
		await copyFile(join(wanted, file), join(folder, file));
	}
	await withProgress('Installing n8n (2,060 packages, about 2.1 GB)', folder, async () => {
		await runNpm(['ci', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'], {
			cwd: folder,
		});
	});
	await withProgress("Getting or compiling n8n's SQLite driver", folder, async () => {
		await addSqliteDriver(folder);
	});
}
