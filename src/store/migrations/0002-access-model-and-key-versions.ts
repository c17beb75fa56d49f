import type { Compilable, Kysely } from 'kysely';

import { builtIns } from './0002-built-ins';
import { credentialTables, keysBecomeCredentials } from './0002-credential-tables';
import { modelTables } from './0002-model-tables';
import type { Rows } from './0002-rows';
import type { EngineWords } from './migrations';

/**
 * The access model, with every user in the group `Default`, and credentials of any kind with
 * versions, with every API key as the first version of one.
 */
export function accessModelAndKeyVersions(
	db: Kysely<unknown>,
	words: EngineWords,
): readonly Compilable[] {
	const rows = db.withTables<Rows>() as Kysely<Rows>;
	return [
		...modelTables(db, words),
		...credentialTables(db, words),
		...builtIns(rows),
		...keysBecomeCredentials(rows),
	];
}
