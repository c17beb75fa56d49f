import { closeSync, openSync } from 'node:fs';

import { openExistingRealm, openStore, systemPorts } from '../realm/open-realm';
import type { Realm } from '../realm/realm';
import { parseLock } from '../realm/settings';
import type { CommandOptions } from './parse-command';
import { readPassphrase } from './passphrase';

/** Opening a store makes a file that is not there; a command must not. */
function checkExists(file: string): void {
	try {
		closeSync(openSync(file, 'r'));
	} catch {
		throw new Error(`The file ${file} is not there or cannot be read: name the file of a realm.`);
	}
}

/** Opens the realm that the options name, which has to exist, and closes it after `work`. */
export async function withRealm<T>(
	{ sqlite, realm: name }: CommandOptions,
	work: (realm: Realm) => T | Promise<T>,
): Promise<T> {
	checkExists(sqlite);
	const lock = parseLock(await readPassphrase(process.env, process.stdin));
	if (lock.kind === 'refused') throw new Error(lock.sentence);
	const auditAnchorFile = process.env['INCOMING_API_AUDIT_ANCHOR']?.trim();
	const settings = { realm: name, lock, ...(auditAnchorFile ? { auditAnchorFile } : {}) };
	const store = await openStore({ kind: 'sqlite', file: sqlite }, systemPorts.clock);
	try {
		const realm = await openExistingRealm(settings, store, systemPorts);
		const result = await work(realm);
		await realm.close();
		return result;
	} finally {
		await store.close();
	}
}
