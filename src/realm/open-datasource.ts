import { type Outcome, done } from '../administration/outcome';
import { type AuditWriter, auditWriter } from '../audit/writer';
import { readySodium } from '../crypto/sodium';
import type { DatasourceKeys } from '../secrets/datasource-keys';
import { auditEntriesOf } from '../store/audit-entries';
import { Fault } from '../store/fault';
import { findRealm } from '../store/realms';
import type { Store } from '../store/store';
import { rememberRecords } from './cache';
import {
	type DatasourceAccess,
	loadDatasource,
	type LoadedDatasource,
	wrongKey,
} from './load-datasource';
import type { RealmPorts } from './open-realm';
import { type SecretUse, secretUseEvent } from './secret-use-event';
import type { RealmStorage } from './settings';

/** What a Secret Keys credential has of a realm: never the passphrase. */
export interface DatasourceSettings extends DatasourceAccess {
	readonly realm: string;
	readonly storage: RealmStorage;
}

/** A datasource that was opened with a datasource key. */
export interface Datasource {
	/** Its keys as of at most 10 s ago, or what keeps them from being used. */
	keys(): Promise<Outcome<DatasourceKeys>>;
	/**
	 * Resolves when the audit has it.
	 *
	 * @throws {Fault} where it cannot be kept: then the secret must not be sent
	 */
	record(use: SecretUse): Promise<void>;
	close(): Promise<void>;
}

/**
 * Opens a datasource of a realm that is there. Whether the datasource key opens it shows when its
 * keys are asked for.
 *
 * @throws {Fault} `unknown-realm`
 */
export async function openDatasource(
	{ realm: name, ...access }: Omit<DatasourceSettings, 'storage'>,
	store: Store,
	{ clock, random }: RealmPorts,
): Promise<Datasource> {
	const sodium = await readySodium();
	const found = await findRealm(store, name);
	if (found === undefined) {
		throw new Fault(
			'unknown-realm',
			`There is no realm "${name}" in ${store.name}: name one that is there.`,
		);
	}
	const { realm } = found;
	const remembered = rememberRecords(
		() => loadDatasource({ sodium, store, random, clock, realm }, access),
		clock,
	);
	const load = (): Promise<Outcome<LoadedDatasource>> => remembered.find('');
	const deafen = store.onAnnounced((changed) => {
		if (changed === undefined || changed === realm.id) remembered.clear();
	});

	let writer: AuditWriter | undefined;
	const writerFor = ({ id, vault, keyVersion }: LoadedDatasource): AuditWriter =>
		(writer ??= auditWriter({
			entries: auditEntriesOf(store, realm.id),
			macs: vault.auditMacs,
			random,
			realmId: realm.id,
			keyVersion,
			datasource: id,
			onWritten: () => {},
		}));

	return {
		async keys() {
			const loaded = await load();
			if (loaded.kind === 'refused') return loaded;
			return loaded.value.isOpen() ? done(loaded.value.keys) : wrongKey(access.datasource);
		},
		async record(use) {
			const loaded = await load();
			if (loaded.kind === 'refused') throw new Fault('store-unavailable', loaded.sentence);
			const holder = { datasource: access.datasource };
			await writerFor(loaded.value).write(secretUseEvent(use, holder, realm.id, clock.now()));
		},
		async close() {
			deafen();
			await writer?.close();
		},
	};
}
