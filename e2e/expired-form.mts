import { createRequire } from 'node:module';
import type * as formState from '../src/oauth/form-state.ts';
import type * as random from '../src/crypto/random.ts';
import type * as sodium from '../src/crypto/sodium.ts';
import type * as n8nDatabase from '../src/realm/n8n-database.ts';
import type * as oauthForms from '../src/realm/oauth-forms.ts';
import type * as openRealm from '../src/realm/open-realm.ts';
import type * as realmKeys from '../src/realm/realm-keys.ts';
import type * as settings from '../src/realm/settings.ts';
import type * as systemPortsModule from '../src/realm/system-ports.ts';
import type * as unlockRealm from '../src/realm/unlock-realm.ts';
import type { Demo } from '../scripts/demo/open-demo.mts';

const load = createRequire(import.meta.url);
const from = <T extends object>(path: string): T => load(`../dist/src/${path}.js`) as T;

/**
 * The fields of a form as they would be, had its page been opened so many seconds earlier. A live n8n
 * has no clock to turn, so they are sealed beside it, by the built package and the realm's key.
 */
export async function openedEarlier(
	{ userFolder, environment, memory }: Pick<Demo, 'userFolder' | 'environment' | 'memory'>,
	form: string,
	seconds: number,
): Promise<formState.FormFields> {
	const { openStore } = from<typeof openRealm>('realm/open-realm');
	const { systemPorts } = from<typeof systemPortsModule>('realm/system-ports');
	const { storageOfN8n } = from<typeof n8nDatabase>('realm/n8n-database');
	const lock = from<typeof settings>('realm/settings').parseLock(memory.now().passphrase);
	if (lock.kind === 'refused') throw new Error(lock.sentence);
	const storage = storageOfN8n({ ...environment, N8N_USER_FOLDER: userFolder });
	const store = await openStore(storage, systemPorts.clock);
	try {
		const { unlockExistingRealm } = from<typeof unlockRealm>('realm/unlock-realm');
		const { row, unlocked } = await unlockExistingRealm({ realm: 'default', lock }, store);
		const ready = await from<typeof sodium>('crypto/sodium').readySodium();
		const { systemRandom } = from<typeof random>('crypto/random');
		const keys = from<typeof realmKeys>('realm/realm-keys').realmKeys(
			ready,
			store,
			row.id,
			unlocked,
		);
		const clock = { now: () => systemPorts.clock.now() - seconds * 1000 };
		const parts = { sodium: ready, random: systemRandom, clock, store, row, keys };
		const forms = from<typeof oauthForms>('realm/oauth-forms').oauthForms(parts);
		const state = forms.open(form) as formState.FormState;
		const { sealForm } = from<typeof formState>('oauth/form-state');
		return sealForm(state, { clock, random: systemRandom, forms });
	} finally {
		await store.close();
	}
}
