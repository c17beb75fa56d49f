import { type RandomSource, systemRandom } from '../crypto/random';
import { readySodium } from '../crypto/sodium';
import type { Clock } from '../store/clock';
import { Fault } from '../store/fault';
import { addRealm, findRealm, type StoredRealm } from '../store/realms';
import { openPostgres } from '../store/postgres/open';
import { openSqlite } from '../store/sqlite/open';
import type { Store } from '../store/store';
import { composeRealm, type Realm } from './realm';
import { createRealmKey, unlockRealmKey } from './realm-key';
import type { RealmSettings, RealmStorage } from './settings';
import { systemClock } from './system-clock';

export interface RealmPorts {
	readonly clock: Clock;
	readonly random: RandomSource;
}

export const systemPorts: RealmPorts = { clock: systemClock, random: systemRandom };

/** Opens the database that the settings name. The caller closes it. */
export function openStore(storage: RealmStorage, clock: Clock): Promise<Store> {
	switch (storage.kind) {
		case 'sqlite':
			return openSqlite(storage.file, clock.now());
		case 'postgres':
			return openPostgres(storage.connection, { now: clock.now(), random: systemRandom });
	}
}

export type OpenSettings = Pick<RealmSettings, 'realm' | 'lock' | 'auditAnchorFile'>;

/**
 * Opens a realm, or creates it where there is none of that name. Of several that race for a new
 * realm one creates it and all get it.
 *
 * @throws {Fault} `wrong-passphrase`, after which nothing has been written
 */
export async function openRealm(
	settings: OpenSettings,
	store: Store,
	ports: RealmPorts,
): Promise<{ readonly realm: Realm; readonly created: boolean }> {
	const { clock, random } = ports;
	const { auditAnchorFile } = settings;
	const sodium = await readySodium();
	const found = await findRealm(store, settings.realm);
	if (found === undefined) {
		const now = clock.now();
		const id = random.uuid();
		const { key, row } = await createRealmKey(sodium, random, id, settings.lock, now);
		const realm = {
			id,
			name: settings.realm,
			environment: 'live',
			created_at: now,
			access_revision: 0,
		} as const;
		if ((await addRealm(store, { realm, key: row })) === 'added') {
			return {
				realm: composeRealm({ sodium, random, clock, store, row: realm, key, auditAnchorFile }),
				created: true,
			};
		}
	}
	const stored = found ?? (await findRealm(store, settings.realm));
	return { realm: await unlock(settings, store, ports, stored), created: false };
}

/**
 * Opens a realm that is there, and never makes one.
 *
 * @throws {Fault} `unknown-realm`, or `wrong-passphrase`
 */
export async function openExistingRealm(
	settings: OpenSettings,
	store: Store,
	ports: RealmPorts,
): Promise<Realm> {
	const stored = await findRealm(store, settings.realm);
	if (stored !== undefined) return await unlock(settings, store, ports, stored);
	throw new Fault(
		'unknown-realm',
		`There is no realm "${settings.realm}" in ${store.name}: name one that is there.`,
	);
}

async function unlock(
	settings: OpenSettings,
	store: Store,
	{ clock, random }: RealmPorts,
	stored: StoredRealm | undefined,
): Promise<Realm> {
	const sodium = await readySodium();
	const key = stored && (await unlockRealmKey(sodium, stored.key, settings.lock));
	if (stored === undefined || key === undefined) throw wrongPassphrase(settings, store, stored);
	const { auditAnchorFile } = settings;
	return composeRealm({ sodium, random, clock, store, row: stored.realm, key, auditAnchorFile });
}

function wrongPassphrase(
	{ realm, lock }: OpenSettings,
	{ name }: Store,
	stored: StoredRealm | undefined,
): Fault {
	const given = lock.kind === 'key' ? 'key' : 'passphrase';
	const needed = stored?.key.wrapped_by ?? given;
	return new Fault(
		'wrong-passphrase',
		`The ${given} does not open realm "${realm}" in ${name}: enter the ${needed} it was created with.`,
	);
}
