import { closeSync, openSync } from 'node:fs';

import type { Clock } from '../store/clock';
import { Fault } from '../store/fault';
import { nameOf } from '../store/postgres/place';
import { hasTables, schemaOfTables } from '../store/postgres/find';
import { SCHEMA_VERSION } from '../store/realm-rows';
import { schemaOfFile } from '../store/sqlite/find';
import type { Store } from '../store/store';
import { bad, type Check, ok } from './check';
import { openStore } from './open-realm';
import type { RealmStorage } from './settings';

/**
 * Opens a database that holds realms already, and makes none. The caller closes it.
 *
 * @throws {Fault} `unknown-realm` where there is no such file or no such tables
 */
export async function openExistingStore(storage: RealmStorage, clock: Clock): Promise<Store> {
	await checkIsThere(storage);
	return await openStore(storage, clock);
}

/**
 * Compares the schema of a database with ours before anything is brought up to date.
 *
 * @throws {Fault} `unknown-realm`, `not-a-realm`
 */
export async function checkSchema(storage: RealmStorage): Promise<Check> {
	await checkIsThere(storage);
	const version =
		storage.kind === 'sqlite'
			? schemaOfFile(storage.file)
			: await schemaOfTables(storage.connection);
	const [theirs, ours] = [String(version), String(SCHEMA_VERSION)];
	if (version === SCHEMA_VERSION) return ok('schema', `The database has schema ${ours}.`);
	return version > SCHEMA_VERSION
		? bad('schema', `The database has schema ${theirs}, newer than ${ours}: update the package.`)
		: bad(
				'schema',
				`The database has schema ${theirs}, older than ${ours}: back it up, then start n8n with this version of the package, which brings it up to date.`,
			);
}

async function checkIsThere(storage: RealmStorage): Promise<void> {
	if (storage.kind === 'sqlite') {
		const { file } = storage;
		try {
			closeSync(openSync(file, 'r'));
		} catch (error) {
			throw new Fault(
				'unknown-realm',
				`The file ${file} is not there or cannot be read: name the file of a realm.`,
				error,
			);
		}
		return;
	}
	if (await hasTables(storage.connection)) return;
	const { schema } = storage.connection;
	throw new Fault(
		'unknown-realm',
		`There is no schema ${schema} with realms in ${nameOf(storage.connection)}: name the database of a realm.`,
	);
}
