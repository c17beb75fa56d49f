import { homedir } from 'node:os';
import { join } from 'node:path';

import {
	POSTGRES_SCHEMA,
	type PostgresConnection,
	type PostgresTls,
	type RealmStorage,
} from './settings';
import { type Environment, readVariable } from './n8n-environment';

const FILE_NAME = 'incoming-api.sqlite';
const DEFAULT_PORT = 5432;

const isTrue = (text: string): boolean => ['true', '1'].includes(text.toLowerCase());
const isFalse = (text: string): boolean => ['false', '0'].includes(text.toLowerCase());

/** Like n8n: any of the parts of TLS switches it on. */
function tlsOf(read: (name: string) => string): PostgresTls | undefined {
	const [ca, certificate, key] = [read('SSL_CA'), read('SSL_CERT'), read('SSL_KEY')];
	const unverified = isFalse(read('SSL_REJECT_UNAUTHORIZED'));
	const isOn = isTrue(read('SSL_ENABLED')) || unverified || ca + certificate + key !== '';
	if (!isOn) return undefined;
	return {
		serverIs: unverified ? 'unverified' : 'verified',
		...(ca === '' ? {} : { ca }),
		...(certificate === '' ? {} : { certificate }),
		...(key === '' ? {} : { key }),
	};
}

function postgresOf(read: (name: string) => string): PostgresConnection {
	return {
		host: read('HOST') || 'localhost',
		port: Number(read('PORT')) || DEFAULT_PORT,
		database: read('DATABASE') || 'n8n',
		user: read('USER') || 'postgres',
		password: read('PASSWORD'),
		tls: tlsOf(read),
		schema: POSTGRES_SCHEMA,
	};
}

/** A SQLite file in n8n's own folder, where its database lies. */
export function fileBesideN8n(environment: Environment): string {
	return join(environment['N8N_USER_FOLDER'] ?? homedir(), '.n8n', FILE_NAME);
}

/**
 * The place that goes with n8n's own database: a file beside it, or a schema within it.
 *
 * @throws {UnreadableFile}
 */
export function storageOfN8n(environment: Environment): RealmStorage {
	if (readVariable(environment, 'DB_TYPE') !== 'postgresdb') {
		return { kind: 'sqlite', file: fileBesideN8n(environment) };
	}
	const connection = postgresOf((name) => readVariable(environment, `DB_POSTGRESDB_${name}`));
	return { kind: 'postgres', connection };
}
