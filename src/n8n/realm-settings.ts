import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { fileBesideN8n, storageOfN8n } from '../realm/n8n-database';
import { type Environment, isQueueMode, UnreadableFile } from '../realm/n8n-environment';
import { parsePostgresUrl } from '../realm/postgres-url';
import type { DatasourceSettings } from '../realm/open-datasource';
import { parseLock, type RealmSettings, type RealmStorage } from '../realm/settings';

interface Refused {
	readonly kind: 'refused';
	readonly sentence: string;
}

export type ParsedSettings =
	{ readonly kind: 'settings'; readonly settings: RealmSettings } | Refused;

const REALM_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/;

const refused = (sentence: string): Refused => ({ kind: 'refused', sentence });

function sqliteOf({ sqliteFile }: ICredentialDataDecryptedObject, environment: Environment) {
	const given = typeof sqliteFile === 'string' ? sqliteFile.trim() : '';
	return { kind: 'sqlite', file: given === '' ? fileBesideN8n(environment) : given } as const;
}

function postgresOf({ postgresUrl }: ICredentialDataDecryptedObject): RealmStorage | Refused {
	if (typeof postgresUrl !== 'string' || postgresUrl.trim() === '') {
		return refused('The PostgreSQL URL of the realm is empty: enter one.');
	}
	const parsed = parsePostgresUrl(postgresUrl);
	return parsed.kind === 'refused' ? parsed : { kind: 'postgres', connection: parsed.connection };
}

function storageOf(
	fields: ICredentialDataDecryptedObject,
	environment: Environment,
): RealmStorage | Refused {
	const { storage = 'automatic' } = fields;
	if (storage === 'automatic') return storageOfN8n(environment);
	if (storage === 'sqlite') return sqliteOf(fields, environment);
	if (storage === 'postgres') return postgresOf(fields);
	return refused('The storage of the realm is unknown: choose Automatic, SQLite or PostgreSQL.');
}

/** Which realm, and where it is. */
interface RealmPlace {
	readonly kind: 'place';
	readonly realm: string;
	readonly storage: RealmStorage;
}

function placeOf(
	fields: ICredentialDataDecryptedObject,
	environment: Environment,
	command: string | undefined,
): RealmPlace | Refused {
	const { realm = 'default' } = fields;
	if (typeof realm !== 'string' || !REALM_NAME.test(realm)) {
		return refused(
			'The name of the realm is not usable: begin with a letter or digit and use letters, digits, spaces, dots, hyphens and underscores, 100 at most.',
		);
	}
	const storage = storageOf(fields, environment);
	if (storage.kind === 'refused') return storage;
	if (storage.kind === 'sqlite' && isQueueMode(environment, command)) {
		return refused(
			"A realm in SQLite cannot serve n8n's queue mode, where several processes share it: choose PostgreSQL as the storage of the realm.",
		);
	}
	return { kind: 'place', realm, storage };
}

function settingsOf(
	fields: ICredentialDataDecryptedObject,
	environment: Environment,
	command: string | undefined,
): ParsedSettings {
	const { passphrase = '' } = fields;
	if (typeof passphrase !== 'string')
		return refused('The passphrase of the realm is not a text: enter one.');
	const lock = parseLock(passphrase);
	if (lock.kind === 'refused') return lock;
	const place = placeOf(fields, environment, command);
	if (place.kind === 'refused') return place;
	const { realm, storage } = place;
	const auditAnchorFile = environment['INCOMING_API_AUDIT_ANCHOR']?.trim();
	const anchored = auditAnchorFile ? { auditAnchorFile } : {};
	return { kind: 'settings', settings: { realm, lock, storage, ...anchored } };
}

function readable<T>(parse: () => T): T | Refused {
	try {
		return parse();
	} catch (error) {
		if (error instanceof UnreadableFile) return refused(error.message);
		throw error;
	}
}

/**
 * Reads an Access Realm credential; `automatic` storage follows n8n's own database.
 *
 * @param command the word behind `n8n` that this process was started with
 */
export function parseRealmSettings(
	fields: ICredentialDataDecryptedObject,
	environment: Environment,
	command?: string,
): ParsedSettings {
	return readable(() => settingsOf(fields, environment, command));
}

export type ParsedDatasource =
	{ readonly kind: 'datasource'; readonly settings: DatasourceSettings } | Refused;

/** Reads a Secret Keys credential whose keys are in a realm; the same storage, no passphrase. */
export function parseDatasourceSettings(
	fields: ICredentialDataDecryptedObject,
	environment: Environment,
	command?: string,
): ParsedDatasource {
	const { datasource, datasourceKey } = fields;
	if (typeof datasource !== 'string' || datasource.trim() === '') {
		return refused('The name of the datasource is empty: enter one.');
	}
	if (typeof datasourceKey !== 'string' || datasourceKey.trim() === '') {
		return refused(
			'The datasource key is empty: enter what Access Admin showed when the datasource was created.',
		);
	}
	const place = readable(() => placeOf(fields, environment, command));
	if (place.kind === 'refused') return place;
	const { realm, storage } = place;
	const settings = { realm, storage, datasource: datasource.trim(), datasourceKey };
	return { kind: 'datasource', settings };
}
