import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

export function audit(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.createTable('audit_entry')
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('writer_id', 'text', (column) => column.notNull())
			.addColumn('seq', instant, (column) => column.notNull())
			.addColumn('time', instant, (column) => column.notNull())
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('user_name', 'text')
			.addColumn('credential_id', 'text')
			.addColumn('decision', 'text', (column) => column.notNull())
			.addColumn('reason', 'text')
			.addColumn('text', 'text', (column) => column.notNull())
			.addColumn('hash', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('audit_entry_pk', ['realm_id', 'writer_id', 'seq'])
			.modifyEnd(tableEnd),
		schema
			.createIndex('audit_entry_time')
			.on('audit_entry')
			.columns(['realm_id', 'time', 'writer_id', 'seq']),
		schema
			.createIndex('audit_entry_credential')
			.on('audit_entry')
			.columns(['credential_id', 'time']),
		schema
			.createTable('audit_chain')
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('writer_id', 'text', (column) => column.notNull())
			.addColumn('key_version', 'integer', (column) => column.notNull())
			.addColumn('seq', instant, (column) => column.notNull())
			.addColumn('hash', 'text', (column) => column.notNull())
			.addColumn('headed_seq', instant, (column) => column.notNull())
			.addPrimaryKeyConstraint('audit_chain_pk', ['realm_id', 'writer_id'])
			.modifyEnd(tableEnd),
		schema
			.createTable('audit_heads')
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('number', instant, (column) => column.notNull())
			.addColumn('key_version', 'integer', (column) => column.notNull())
			.addColumn('text', 'text', (column) => column.notNull())
			.addColumn('mac', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('audit_heads_pk', ['realm_id', 'number'])
			.modifyEnd(tableEnd),
		schema
			.createTable('audit_checkpoint')
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('writer_id', 'text', (column) => column.notNull())
			.addColumn('key_version', 'integer', (column) => column.notNull())
			.addColumn('seq', instant, (column) => column.notNull())
			.addColumn('hash', 'text', (column) => column.notNull())
			.addColumn('mac', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('audit_checkpoint_pk', ['realm_id', 'writer_id'])
			.modifyEnd(tableEnd),
	];
}
