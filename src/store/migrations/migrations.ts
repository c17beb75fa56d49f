import type { Compilable, Kysely, RawBuilder } from 'kysely';

import { realmsUsersAndKeys } from './0001-realms-users-and-keys';
import { accessModelAndKeyVersions } from './0002-access-model-and-key-versions';
import { audit } from './0003-audit';
import { announcements } from './0004-announcements';

/** Where the engines' words for the same thing differ. */
export interface EngineWords {
	/** Type of a column that holds milliseconds since 1970. */
	readonly instant: 'integer' | 'bigint';
	/** What stands behind the closing bracket of a table. */
	readonly tableEnd: RawBuilder<unknown>;
}

/** One step of the schema. Numbered from 1 without gaps, forward only, never edited once released. */
export interface Migration {
	readonly version: number;
	statements(db: Kysely<unknown>, words: EngineWords): readonly Compilable[];
}

export const MIGRATIONS: readonly Migration[] = [
	{ version: 1, statements: realmsUsersAndKeys },
	{ version: 2, statements: accessModelAndKeyVersions },
	{ version: 3, statements: audit },
	{ version: 4, statements: announcements },
];
