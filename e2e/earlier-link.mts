import { createRequire } from 'node:module';
import type * as n8nDatabase from '../src/realm/n8n-database.ts';
import type * as openRealm from '../src/realm/open-realm.ts';
import type * as settings from '../src/realm/settings.ts';
import type * as systemPortsModule from '../src/realm/system-ports.ts';
import type { Demo } from '../scripts/demo/open-demo.mts';

const load = createRequire(import.meta.url);
const from = <T extends object>(path: string): T => load(`../dist/src/realm/${path}.js`) as T;

/**
 * A link that was made so many hours ago, for one hour. A live n8n has no clock to turn, so it is made
 * beside it, by the built package.
 */
export async function madeEarlier(
	{ userFolder, environment, memory }: Pick<Demo, 'userFolder' | 'environment' | 'memory'>,
	hours: number,
): Promise<string> {
	const { openStore, openExistingRealm } = from<typeof openRealm>('open-realm');
	const { systemPorts } = from<typeof systemPortsModule>('system-ports');
	const { storageOfN8n } = from<typeof n8nDatabase>('n8n-database');
	const lock = from<typeof settings>('settings').parseLock(memory.now().passphrase);
	if (lock.kind === 'refused') throw new Error(lock.sentence);
	const clock = { now: () => systemPorts.clock.now() - hours * 3_600_000 };
	const storage = storageOfN8n({ ...environment, N8N_USER_FOLDER: userFolder });
	const store = await openStore(storage, clock);
	try {
		const ports = { ...systemPorts, clock };
		const realm = await openExistingRealm({ realm: 'default', lock }, store, ports);
		const values = { key: 'too late' };
		const made = await realm.administer.links.reveal({ lifeHours: 1, target: 'a key', values });
		await realm.close();
		if (made.kind === 'refused') throw new Error(made.sentence);
		return made.value.link;
	} finally {
		await store.close();
	}
}
