import { storageOfN8n } from '../realm/n8n-database';
import { type Environment, readVariable } from '../realm/n8n-environment';
import { parsePostgresUrl } from '../realm/postgres-url';
import type { RealmStorage } from '../realm/settings';
import type { CommandOptions } from './parse-command';

export const POSTGRES_URL = 'INCOMING_API_POSTGRES_URL';

function postgresOf(url: string): RealmStorage {
	const parsed = parsePostgresUrl(url);
	if (parsed.kind === 'refused') throw new Error(parsed.sentence);
	return { kind: 'postgres', connection: parsed.connection };
}

/** Other users of the machine see the arguments of a process. */
function withoutPassword(storage: RealmStorage): RealmStorage {
	if (storage.kind === 'sqlite' || storage.connection.password === '') return storage;
	throw new Error(
		`The password of a database is never an argument: put the URL into ${POSTGRES_URL}, or into a file that ${POSTGRES_URL}_FILE names.`,
	);
}

/** Where the realm is: as the options say, else as our variables do, else where n8n's `DB_*` lead. */
export function storageOf(
	{ sqlite, postgresUrl }: Pick<CommandOptions, 'sqlite' | 'postgresUrl'>,
	environment: Environment,
): RealmStorage {
	if (sqlite !== undefined) return { kind: 'sqlite', file: sqlite };
	if (postgresUrl !== undefined) return withoutPassword(postgresOf(postgresUrl));
	const url = readVariable(environment, POSTGRES_URL);
	return url === '' ? storageOfN8n(environment) : postgresOf(url);
}
