// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { withLock } from './lock.mjs';

const COMPLETE = '.complete';

/**
 * Fills a folder of the cache once, whoever races: `install` works in a folder beside it, which is
 * renamed when all is done. What a killed process left behind is removed, never used.
 *
 * @param {string} folder the final place
 * @param {(folder: string) => Promise<void>} install fills the empty folder that it is given
 */
export async function installOnce(folder, install) {
	if (isComplete(folder)) return;
	await withLock(`${folder}.lock`, async () => {
		if (isComplete(folder)) return;
		await removeLeftovers(folder);
		const partial = `${folder}.${process.pid}.partial`;
		await mkdir(partial, { recursive: true });
		try {
			await install(partial);
			await writeFile(join(partial, COMPLETE), '');
			await rename(partial, folder);
		} finally {
			await rm(partial, { recursive: true, force: true });
		}
	});
}

/** @param {string} folder */
function isComplete(folder) {
	return existsSync(join(folder, COMPLETE));
}

/** @param {string} folder */
async function removeLeftovers(folder) {
	const parent = dirname(folder);
	const ours = basename(folder);
	const leftovers = (await readdir(parent)).filter(
		(name) => name === ours || (name.startsWith(`${ours}.`) && name.endsWith('.partial')),
	);
	for (const name of leftovers) await rm(join(parent, name), { recursive: true, force: true });
}
