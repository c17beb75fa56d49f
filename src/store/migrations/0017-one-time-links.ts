import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

/** Links that work once: they reveal something, or let their receiver type something. */
export function oneTimeLinks(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.createTable('one_time_link')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('public_id', 'text', (column) => column.notNull().unique())
			.addColumn('digest', 'text', (column) => column.notNull())
			.addColumn('key_version', 'integer', (column) => column.notNull())
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('target', 'text', (column) => column.notNull())
			.addColumn('content', 'text')
			.addColumn('created_by', 'text')
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('expires_at', instant, (column) => column.notNull())
			.addColumn('consumed_at', instant)
			.addColumn('consumed_from', 'text')
			.modifyEnd(tableEnd),
		schema
			.createIndex('one_time_link_realm')
			.on('one_time_link')
			.columns(['realm_id', 'expires_at']),
	];
}
