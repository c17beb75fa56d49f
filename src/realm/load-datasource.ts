import { type Outcome, done, refused } from '../administration/outcome';
import { type CredentialText, parseCredential } from '../crypto/credential-text';
import type { RandomSource } from '../crypto/random';
import type { Sodium } from '../crypto/sodium';
import { DATASOURCE_KEY_BRAND } from '../secrets/datasource-key';
import { type DatasourceKeys, datasourceKeys } from '../secrets/datasource-keys';
import { opensAt } from '../secrets/datasource-state';
import { placeOf, unwrapWithDatasourceKey, type Vault, vaultOf } from '../secrets/vault';
import type { Clock } from '../store/clock';
import { type Datasources, datasourcesOf } from '../store/datasources';
import { Fault } from '../store/fault';
import type { RealmRow } from '../store/schema';
import { type Secrets, secretsOf } from '../store/secrets';
import type { Store } from '../store/store';

/** Which datasource, and what opens it. */
export interface DatasourceAccess {
	readonly datasource: string;
	readonly datasourceKey: string;
}

/** A datasource as it was read, opened with a datasource key. */
export interface LoadedDatasource {
	readonly id: string;
	/** Version of the realm key that wraps the datasource's own. */
	readonly keyVersion: number;
	readonly vault: Vault;
	/** Whether the datasource key counts at this moment. */
	readonly isOpen: () => boolean;
	readonly keys: DatasourceKeys;
}

export interface LoadDeps {
	readonly sodium: Sodium;
	readonly store: Store;
	readonly random: RandomSource;
	readonly clock: Clock;
	readonly realm: RealmRow;
}

const MOST_TRIES = 5;

export const wrongKey = (datasource: string) =>
	refused(
		`The datasource key does not open datasource "${datasource}": enter the one that Access Admin showed last.`,
	);

async function loadOnce(
	{ sodium, random, clock, realm }: LoadDeps,
	{ datasources, secrets }: { readonly datasources: Datasources; readonly secrets: Secrets },
	datasource: string,
	given: CredentialText,
): Promise<Outcome<LoadedDatasource> | 'stale'> {
	const stored = await datasources.find(datasource);
	if (stored === undefined) {
		return refused(
			`There is no datasource "${datasource}" in realm "${realm.name}": name one that is there.`,
		);
	}
	const access = await datasources.findAccess(given.publicId);
	if (access?.datasourceId !== stored.id) return wrongKey(stored.name);
	const place = placeOf(realm.id, stored);
	const key = unwrapWithDatasourceKey(sodium, place, given, access.wrapped);
	if (key === undefined) return wrongKey(stored.name);
	const vault = vaultOf({ sodium, bytes: random.bytes }, place, key);
	const state = vault.openState(stored);
	if (state === undefined) {
		return refused(
			`Datasource "${stored.name}" was changed in the database by hand, or is damaged: restore a backup, or create a new one.`,
		);
	}
	const kept = await secrets.list(stored);
	if (kept === 'stale') return 'stale';
	return done({
		id: stored.id,
		keyVersion: stored.keyVersion,
		vault,
		isOpen: () => opensAt(state, given.publicId, clock.now()),
		keys: datasourceKeys(vault, stored, state, kept, clock),
	});
}

/** Reads a datasource and opens it with a datasource key. Nothing of it is decrypted yet. */
export async function loadDatasource(
	deps: LoadDeps,
	{ datasource, datasourceKey }: DatasourceAccess,
): Promise<Outcome<LoadedDatasource>> {
	const given = parseCredential(datasourceKey.trim());
	if (given?.brand !== DATASOURCE_KEY_BRAND) {
		return refused(
			'The datasource key is not one: enter what Access Admin showed when the datasource was created, or its key rotated.',
		);
	}
	const ports = {
		datasources: datasourcesOf(deps.store, deps.realm.id),
		secrets: secretsOf(deps.store),
	};
	for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
		// One after the other: each begins with the state that the one before was too late for.
		const loaded = await loadOnce(deps, ports, datasource, given);
		if (loaded !== 'stale') return loaded;
	}
	throw new Fault(
		'store-unavailable',
		`Datasource "${datasource}" changes all the time: try again.`,
	);
}
