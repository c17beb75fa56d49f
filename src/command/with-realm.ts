import { openExistingStore } from '../realm/existing-store';
import { type KeptRealm, openKeptRealm } from '../realm/kept-realm';
import { type OpenSettings } from '../realm/open-realm';
import { systemPorts } from '../realm/system-ports';
import { parseLock } from '../realm/settings';
import type { CommandOptions } from './parse-command';
import { PASSPHRASE, readPassphrase } from './passphrase';
import { storageOf } from './storage';

/** What opens the realm that the options name. */
export async function openSettings({
	realm,
}: Pick<CommandOptions, 'realm'>): Promise<OpenSettings> {
	const lock = parseLock(await readPassphrase(process.env, process.stdin, PASSPHRASE));
	if (lock.kind === 'refused') throw new Error(lock.sentence);
	const auditAnchorFile = process.env['INCOMING_API_AUDIT_ANCHOR']?.trim();
	return { realm, lock, ...(auditAnchorFile ? { auditAnchorFile } : {}) };
}

/** Opens the realm that the options name, which has to exist, and closes it after `work`. */
export async function withRealm<T>(
	options: CommandOptions,
	work: (kept: KeptRealm) => T | Promise<T>,
): Promise<T> {
	const storage = storageOf(options, process.env);
	const settings = await openSettings(options);
	const store = await openExistingStore(storage, systemPorts.clock);
	try {
		const kept = await openKeptRealm(settings, store, systemPorts);
		const result = await work(kept);
		await kept.realm.close();
		return result;
	} finally {
		await store.close();
	}
}
