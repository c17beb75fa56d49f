import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { parsePostgresUrl } from '../realm/postgres-url';
import { parseLock, type RealmSettings, type RealmStorage } from '../realm/settings';
import { type Environment, fileBesideN8n, storageOfN8n } from './n8n-database';

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

/** Reads an Access Realm credential; `automatic` storage follows n8n's own database. */
export function parseRealmSettings(
	fields: ICredentialDataDecryptedObject,
	environment: Environment,
): ParsedSettings {
	const { realm = 'default', passphrase = '' } = fields;
	if (typeof realm !== 'string' || !REALM_NAME.test(realm)) {
		return refused(
			'The name of the realm is not usable: begin with a letter or digit and use letters, digits, spaces, dots, hyphens and underscores, 100 at most.',
		);
	}
	if (typeof passphrase !== 'string')
		return refused('The passphrase of the realm is not a text: enter one.');
	const lock = parseLock(passphrase);
	if (lock.kind === 'refused') return lock;
	const storage = storageOf(fields, environment);
	if (storage.kind === 'refused') return storage;
	if (storage.kind === 'sqlite' && environment['EXECUTIONS_MODE'] === 'queue') {
		return refused(
			"A realm in SQLite cannot serve n8n's queue mode, where several processes share it: choose PostgreSQL as the storage of the realm.",
		);
	}
	const auditAnchorFile = environment['INCOMING_API_AUDIT_ANCHOR']?.trim();
	const anchored = auditAnchorFile ? { auditAnchorFile } : {};
	return { kind: 'settings', settings: { realm, lock, storage, ...anchored } };
}
