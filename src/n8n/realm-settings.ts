import { homedir } from 'node:os';
import { join } from 'node:path';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { parseLock, type RealmSettings } from '../realm/settings';

type Environment = Readonly<Record<string, string | undefined>>;

export type ParsedSettings =
	| { readonly kind: 'settings'; readonly settings: RealmSettings }
	| { readonly kind: 'refused'; readonly sentence: string };

const FILE_NAME = 'incoming-api.sqlite';
const REALM_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/;

const refused = (sentence: string): ParsedSettings => ({ kind: 'refused', sentence });

/** n8n's own folder, where its SQLite database lies. */
function folderOfN8n(environment: Environment): string {
	return join(environment['N8N_USER_FOLDER'] ?? homedir(), '.n8n');
}

function sqliteFile(fields: ICredentialDataDecryptedObject, environment: Environment): string {
	const given = fields['storage'] === 'sqlite' ? fields['sqliteFile'] : undefined;
	if (typeof given === 'string' && given.trim() !== '') return given.trim();
	return join(folderOfN8n(environment), FILE_NAME);
}

/** Reads an Access Realm credential; `automatic` storage follows n8n's own database. */
export function parseRealmSettings(
	fields: ICredentialDataDecryptedObject,
	environment: Environment,
): ParsedSettings {
	const { realm = 'default', passphrase = '', storage = 'automatic' } = fields;
	if (typeof realm !== 'string' || !REALM_NAME.test(realm)) {
		return refused(
			'The name of the realm is not usable: begin with a letter or digit and use letters, digits, spaces, dots, hyphens and underscores, 100 at most.',
		);
	}
	if (typeof passphrase !== 'string')
		return refused('The passphrase of the realm is not a text: enter one.');
	const lock = parseLock(passphrase);
	if (lock.kind === 'refused') return lock;
	if (storage !== 'automatic' && storage !== 'sqlite') {
		return refused('The storage of the realm is unknown: choose Automatic or SQLite.');
	}
	if (environment['EXECUTIONS_MODE'] === 'queue') {
		return refused(
			"A realm in SQLite cannot serve n8n's queue mode, where several processes share it: run n8n in regular mode.",
		);
	}
	if (storage === 'automatic' && environment['DB_TYPE'] === 'postgresdb') {
		return refused(
			'n8n runs on PostgreSQL, which a realm cannot use yet: choose SQLite as the storage of the realm.',
		);
	}
	const auditAnchorFile = environment['INCOMING_API_AUDIT_ANCHOR']?.trim();
	return {
		kind: 'settings',
		settings: {
			realm,
			lock,
			storage: { kind: 'sqlite', file: sqliteFile(fields, environment) },
			...(auditAnchorFile ? { auditAnchorFile } : {}),
		},
	};
}
