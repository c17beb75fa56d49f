import type { Compilable, Kysely } from 'kysely';

import { realmsUsersAndKeys } from './0001-realms-users-and-keys';

/** One step of the schema. Numbered from 1 without gaps, forward only, never edited once released. */
export interface Migration {
	readonly version: number;
	statements(db: Kysely<unknown>): readonly Compilable[];
}

export const MIGRATIONS: readonly Migration[] = [{ version: 1, statements: realmsUsersAndKeys }];
