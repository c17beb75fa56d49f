import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import {
	POSTGRES_SCHEMA,
	type PostgresConnection,
	type PostgresTls,
	type RealmStorage,
} from '../realm/settings';

export type Environment = Readonly<Record<string, string | undefined>>;

const FILE_NAME = 'incoming-api.sqlite';
const DEFAULT_PORT = 5432;

class UnreadableFile extends Error {}

/** Reads a variable as n8n does: itself, else the file that `<NAME>_FILE` names, unquoted. */
function readVariable(environment: Environment, name: string): string {
	const own = environment[name];
	const file = own === undefined ? environment[`${name}_FILE`] : undefined;
	if (!file) return (own ?? '').trim().replace(/^(['"])(.*)\1$/, '$2');
	try {
		return readFileSync(file, 'utf8').trim();
	} catch {
		throw new UnreadableFile(
			`The file ${file} that ${name}_FILE names cannot be read: see that it is there and that n8n's user may read it.`,
		);
	}
}

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

/** The place that goes with n8n's own database: a file beside it, or a schema within it. */
export function storageOfN8n(
	environment: Environment,
): RealmStorage | { readonly kind: 'refused'; readonly sentence: string } {
	try {
		if (readVariable(environment, 'DB_TYPE') !== 'postgresdb') {
			return { kind: 'sqlite', file: fileBesideN8n(environment) };
		}
		const connection = postgresOf((name) => readVariable(environment, `DB_POSTGRESDB_${name}`));
		return { kind: 'postgres', connection };
	} catch (error) {
		if (error instanceof UnreadableFile) return { kind: 'refused', sentence: error.message };
		throw error;
	}
}
