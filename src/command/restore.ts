import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';

import { openKeptRealm } from '../realm/kept-realm';
import { openStore } from '../realm/open-realm';
import { systemPorts } from '../realm/system-ports';
import { restoreRealm } from '../realm/restore-realm';
import type { CommandOptions } from './parse-command';
import { withProgressBar } from './progress';
import { storageOf } from './storage';
import { openSettings } from './with-realm';

/** `restore`: makes the realm of a backup in a place where it is not. */
export async function restore(options: CommandOptions): Promise<boolean> {
	const storage = storageOf(options, process.env);
	const file = resolve(options.file);
	// Before a database is made for it.
	await (await open(file, 'r')).close();
	const settings = await openSettings(options);
	const store = await openStore(storage, systemPorts.clock);
	try {
		let rows = 0;
		const chunks: AsyncIterable<Buffer> = createReadStream(file);
		const { realm: restored, writtenAt } = await withProgressBar(
			process.stderr,
			'restore',
			(show) =>
				restoreRealm(chunks, store, settings.lock, (done, total) => {
					rows = done;
					show(done, total);
				}),
		);
		const named = { ...settings, realm: restored.name };
		const { realm } = await openKeptRealm(named, store, systemPorts);
		await realm.record({ operation: 'realm.restore', target: restored.id, decision: 'done' });
		await realm.close();
		const text = options.json
			? JSON.stringify({ ok: true, realm: realm.name, rows, writtenAt })
			: `restore: realm "${realm.name}" as it was at ${writtenAt}, ${String(rows)} rows`;
		process.stdout.write(`${text}\n`);
		return true;
	} finally {
		await store.close();
	}
}
