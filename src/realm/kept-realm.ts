import { readySodium } from '../crypto/sodium';
import type { Outcome } from '../administration/outcome';
import type { Store } from '../store/store';
import { backupRealm, type Progress } from './backup-realm';
import { type PassphraseChange, passphraseChange } from './change-passphrase';
import type { Check } from './check';
import { examineRealm } from './examine-realm';
import { type OpenSettings, realmOfUnlocked, type RealmPorts } from './open-realm';
import type { Realm } from './realm';
import type { UnlockedKey } from './realm-key';
import { rewrapDatasources } from './rewrap-datasources';
import { rotateRealmKey } from './rotate-realm-key';
import { unlockExistingRealm } from './unlock-realm';

/** A realm in the hands of the person who keeps it, as the command has it. */
export interface KeptRealm {
	readonly realm: Realm;
	readonly passphrase: PassphraseChange;
	/** Gives the realm a new key; goes on with a rotation that was not finished. */
	rotate(onProgress: Progress): Promise<Outcome<{ readonly version: number }>>;
	/** Looks for what should be seen to. Changes nothing. */
	examine(): Promise<readonly Check[]>;
	/** Gives all lines of a backup as they are at one moment, once the audit says so. */
	backup(
		write: (lines: AsyncIterable<string>) => Promise<void>,
		onProgress: Progress,
	): Promise<void>;
}

/**
 * Opens a realm that is there, and never makes one. The caller closes the realm.
 *
 * @throws {Fault} `unknown-realm`, or `wrong-passphrase`
 */
export async function openKeptRealm(
	settings: OpenSettings,
	store: Store,
	ports: RealmPorts,
): Promise<KeptRealm> {
	const opened = await unlockExistingRealm(settings, store);
	const { clock, random } = ports;
	const { unlocked } = opened;
	const sodium = await readySodium();
	const { realm } = await realmOfUnlocked(settings, store, ports, opened);
	return {
		realm,
		passphrase: passphraseChange({
			sodium,
			random,
			clock,
			store,
			unlocked,
			record: realm.record,
		}),
		async rotate(onProgress) {
			/** In a chain that the newest key begins. */
			const record = async (newest: UnlockedKey): Promise<void> => {
				const unlockedAnew = { ...opened, unlocked: newest };
				const rotated = await realmOfUnlocked(settings, store, ports, unlockedAnew);
				await rotated.realm.record({
					operation: 'realm.rotateKey',
					target: `version ${String(newest.key.version)}`,
					decision: 'done',
				});
				await rotated.realm.close();
			};
			const deps = {
				sodium,
				random,
				store,
				clock,
				rewrappings: [rewrapDatasources({ sodium, random }, store)],
			};
			const outcome = await rotateRealmKey(deps, unlocked, record, onProgress);
			if (outcome.kind === 'refused') {
				const operation = 'realm.rotateKey';
				await realm.record({ operation, target: realm.id, decision: 'refused' });
			}
			return outcome;
		},
		examine: () => {
			const { lock, auditAnchorFile } = settings;
			return examineRealm({ realm, store, clock, lock, auditAnchorFile });
		},
		async backup(write, onProgress) {
			await realm.record({ operation: 'realm.backup', target: realm.id, decision: 'done' });
			const { row } = opened;
			await backupRealm({ store, sodium, clock, row, key: unlocked.key }, write, onProgress);
		},
	};
}
