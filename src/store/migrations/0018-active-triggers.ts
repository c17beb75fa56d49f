import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

/** The triggers that are published, by which callers are told where they may call. */
export function activeTriggers(
	{ schema }: Kysely<unknown>,
	{ tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.createTable('active_trigger')
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('workflow', 'text', (column) => column.notNull())
			.addColumn('node', 'text', (column) => column.notNull())
			.addColumn('path', 'text', (column) => column.notNull())
			.addColumn('url', 'text', (column) => column.notNull())
			.addColumn('demands', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('active_trigger_pk', ['realm_id', 'workflow', 'node'])
			.modifyEnd(tableEnd),
	];
}
