import type { RandomSource } from '../crypto/random';
import type { DatasourceState } from '../secrets/datasource-state';
import type { RealmVaults } from '../secrets/realm-vaults';
import type { Vault } from '../secrets/vault';
import type { Clock } from '../store/clock';
import type { DatasourceWrite } from '../store/datasource-writes';
import type { Datasources, StoredDatasource, UsedEnvelope } from '../store/datasources';
import type { Secrets, StoredSecret } from '../store/secrets';
import { quoted } from './name';
import { type Outcome, done, type Refused, refused } from './outcome';
import { unknownName } from './sentences';

export interface DatasourceDeps {
	readonly datasources: Datasources;
	readonly secrets: Secrets;
	readonly vaults: RealmVaults;
	readonly clock: Clock;
	readonly random: RandomSource;
}

/** A datasource whose state holds, with what its key can do. */
export interface OpenedState {
	readonly stored: StoredDatasource;
	readonly vault: Vault;
	readonly state: DatasourceState;
	/** The hosts that count now, comma-separated. */
	readonly hosts: string;
}

/** The same with those of its secret keys that were asked for, as they are kept. */
export interface OpenedDatasource extends OpenedState {
	readonly secrets: readonly StoredSecret[];
}

/** Which secret keys are to be read: a datasource can have many. */
export type Wanted = 'all' | 'none' | { readonly name: string };

/** What a change comes to; the revision grows by itself. */
export interface Change<T> {
	readonly state: Omit<DatasourceState, 'revision'>;
	readonly write: DatasourceWrite;
	/** Another name for the datasource. */
	readonly name?: string;
	/** A sealed value that goes in with it, and what to say where it was taken in before. */
	readonly taken?: { readonly envelope: UsedEnvelope; readonly replayed: Refused };
	readonly value: T;
}

const MOST_TRIES = 5;

/** Opens a datasource by the realm key, and sees that nobody changed it by hand. */
export function openStored(
	{ vaults }: Pick<DatasourceDeps, 'vaults'>,
	stored: StoredDatasource,
): Outcome<OpenedState> {
	const vault = vaults.open(stored);
	const state = vault?.openState(stored);
	if (vault !== undefined && state !== undefined) {
		return done({ stored, vault, state, hosts: state.onlyDomains ?? stored.allowedDomains });
	}
	return damagedDatasource(stored.name);
}

const damagedDatasource = (name: string): Refused =>
	refused(
		`The datasource ${quoted(name)} was changed in the database by hand, or is damaged: restore a backup, or create a new one and enter its secrets again.`,
	);

const busy = (name: string): Refused =>
	refused(`The datasource ${quoted(name)} is being changed by others: try again.`);

export async function openDatasource(
	deps: Pick<DatasourceDeps, 'datasources' | 'secrets' | 'vaults'>,
	name: string,
	wanted: Wanted,
): Promise<Outcome<OpenedDatasource>> {
	for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
		// One after the other: only a state that did not change meanwhile goes with what was read.
		const stored = await deps.datasources.find(name);
		if (stored === undefined) return unknownName('datasource', name);
		const opened = openStored(deps, stored);
		if (opened.kind === 'refused') return opened;
		if (wanted === 'none') return done({ ...opened.value, secrets: [] });
		const only = wanted === 'all' ? undefined : wanted.name;
		const secrets = await deps.secrets.list(stored, only);
		if (secrets !== 'stale') return done({ ...opened.value, secrets });
	}
	return busy(name);
}

/** Changes a datasource by what `decide` makes of its state; anew where somebody was quicker. */
export async function changeDatasource<T>(
	deps: DatasourceDeps,
	name: string,
	wanted: Wanted,
	decide: (opened: OpenedDatasource) => Promise<Outcome<Change<T>>> | Outcome<Change<T>>,
): Promise<Outcome<T>> {
	for (let tries = 1; ; tries += 1) {
		const opened = await openDatasource(deps, name, wanted);
		if (opened.kind === 'refused') return opened;
		const { stored, vault, state } = opened.value;
		const decided = await decide(opened.value);
		if (decided.kind === 'refused') return decided;
		const { write, name: renamed, taken, value } = decided.value;
		const sealer = renamed === undefined ? vault : deps.vaults.open({ ...stored, name: renamed });
		if (sealer === undefined) return damagedDatasource(name);
		const sealed = sealer.sealState({ ...decided.value.state, revision: state.revision + 1 });
		const change = {
			...{ datasourceId: stored.id, fromMac: stored.stateMac, ...sealed },
			...(renamed !== undefined && { name: renamed }),
		};
		const now = deps.clock.now();
		const changed = await deps.datasources.change(change, write, now, taken?.envelope);
		if (changed === 'changed') return done(value);
		if (changed === 'replayed' && taken !== undefined) return taken.replayed;
		if (tries === MOST_TRIES) return busy(name);
	}
}
