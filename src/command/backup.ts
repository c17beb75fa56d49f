import { constants } from 'node:fs';
import { access, open, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { withProgressBar } from './progress';
import type { Subcommand } from './subcommand';

const OWNER_ONLY = 0o600;

async function isThere(file: string): Promise<boolean> {
	try {
		await access(file, constants.F_OK);
		return true;
	} catch {
		return false;
	}
}

async function flush(path: string): Promise<void> {
	const handle = await open(path, 'r');
	await handle.sync().finally(() => handle.close());
}

/** The file is there only once it is whole and on the disk; only its owner may read it. */
async function writeWhole(file: string, lines: AsyncIterable<string>): Promise<void> {
	const partial = `${file}.partial`;
	const handle = await open(partial, 'w', OWNER_ONLY);
	// A partial file of a run that was ended may have other rights.
	await handle.chmod(OWNER_ONLY);
	await pipeline(Readable.from(lines), handle.createWriteStream());
	await flush(partial);
	await rename(partial, file);
	await flush(dirname(file));
}

/** `backup`: writes a file from which the realm can be restored, on either store. */
export const backup: Subcommand = async (kept, { file: given, json }) => {
	const file = resolve(given);
	if (await isThere(file)) throw new Error(`The file ${file} is there already: name another one.`);
	let rows = 0;
	const write = (lines: AsyncIterable<string>) => writeWhole(file, lines);
	await withProgressBar(process.stderr, 'backup', (show) =>
		kept.backup(write, (done, total) => {
			rows = done;
			show(done, total);
		}),
	);
	const { name: realm } = kept.realm;
	const text = json
		? JSON.stringify({ ok: true, realm, rows, file })
		: `backup: realm "${realm}", ${String(rows)} rows, in ${file}`;
	process.stdout.write(`${text}\n`);
	return true;
};
