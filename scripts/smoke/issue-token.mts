import { createRequire } from 'node:module';
import type * as openRealm from '../../src/realm/open-realm.ts';
import type * as n8nDatabase from '../../src/realm/n8n-database.ts';
import type * as settings from '../../src/realm/settings.ts';
import type * as systemPortsModule from '../../src/realm/system-ports.ts';
import { tokenIssuer } from '../package/token-issuer.mts';
import type { World } from './world.mts';

const load = createRequire(import.meta.url);
const from = <T extends object>(path: string): T => load(`../../dist/src/realm/${path}.js`) as T;

/** Issues an access token of the live realm for a user, beside n8n: no node gives one yet. */
export async function issueToken(
	{ userFolder, environment, memory, queryRealm }: World,
	username: string,
	scopes: readonly string[],
): Promise<{ readonly accessToken: string; readonly credentialId: string }> {
	const { openStore } = from<typeof openRealm>('open-realm');
	const { systemPorts } = from<typeof systemPortsModule>('system-ports');
	const { storageOfN8n } = from<typeof n8nDatabase>('n8n-database');
	const lock = from<typeof settings>('settings').parseLock(memory.now().passphrase);
	if (lock.kind === 'refused') throw new Error(lock.sentence);
	const storage = storageOfN8n({ ...environment, N8N_USER_FOLDER: userFolder });
	const store = await openStore(storage, systemPorts.clock);
	try {
		const issue = await tokenIssuer(store, 'default', lock);
		const [user] = await queryRealm(`select id from realm_user where name = '${username}'`);
		return await issue({ userId: String(user?.['id']), scopes });
	} finally {
		await store.close();
	}
}
