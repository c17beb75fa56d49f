import { createRequire } from 'node:module';
import type * as openRealm from '../../src/realm/open-realm.ts';
import type * as n8nDatabase from '../../src/realm/n8n-database.ts';
import type * as settings from '../../src/realm/settings.ts';
import type * as systemPortsModule from '../../src/realm/system-ports.ts';
import type { World } from './world.mts';

const load = createRequire(import.meta.url);
const from = <T extends object>(path: string): T => load(`../../dist/src/realm/${path}.js`) as T;

/** Sets a user's password in the live realm, beside n8n: no node takes one in clear. */
export async function setPassword(
	{ userFolder, environment, memory }: World,
	username: string,
	password: string,
): Promise<void> {
	const { openStore, openExistingRealm } = from<typeof openRealm>('open-realm');
	const { systemPorts } = from<typeof systemPortsModule>('system-ports');
	const { storageOfN8n } = from<typeof n8nDatabase>('n8n-database');
	const lock = from<typeof settings>('settings').parseLock(memory.now().passphrase);
	if (lock.kind === 'refused') throw new Error(lock.sentence);
	const storage = storageOfN8n({ ...environment, N8N_USER_FOLDER: userFolder });
	const store = await openStore(storage, systemPorts.clock);
	try {
		const realm = await openExistingRealm({ realm: 'default', lock }, store, systemPorts);
		const set = await realm.administer.passwords.set(username, password);
		await realm.close();
		if (set.kind === 'refused') throw new Error(set.sentence);
	} finally {
		await store.close();
	}
}
