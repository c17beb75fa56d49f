import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

export function announcements(
	{ schema }: Kysely<unknown>,
	{ tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.createTable('announcement')
			.addColumn('realm_id', 'text', (column) => column.primaryKey())
			.addColumn('number', 'integer', (column) => column.notNull())
			.modifyEnd(tableEnd),
	];
}
