import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

/** What a domain key has beyond other credentials. */
export function domainKeys(
	{ schema }: Kysely<unknown>,
	{ tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.createTable('domain_key')
			.addColumn('credential_id', 'text', (column) =>
				column.primaryKey().references('credential.id').onDelete('cascade'),
			)
			.addColumn('value', 'text', (column) => column.notNull())
			.addColumn('origins', 'text', (column) => column.notNull())
			.addColumn('privileges', 'text', (column) => column.notNull())
			.modifyEnd(tableEnd),
	];
}
