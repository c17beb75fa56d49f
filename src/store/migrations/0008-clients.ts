import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

/** OAuth clients, the groups they are in, and the users they may act as. */
export function clients(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.createTable('oauth_client')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('enabled', 'integer', (column) => column.notNull())
			.addColumn('settings', 'text', (column) => column.notNull())
			.addColumn('intake', 'text')
			.addColumn('revision', 'integer', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('updated_at', instant, (column) => column.notNull())
			.modifyEnd(tableEnd),
		schema.createIndex('oauth_client_realm').on('oauth_client').column('realm_id'),
		schema
			.createTable('client_group')
			.addColumn('client_id', 'text', (column) =>
				column.notNull().references('oauth_client.id').onDelete('cascade'),
			)
			.addColumn('group_id', 'text', (column) =>
				column.notNull().references('realm_group.id').onDelete('cascade'),
			)
			.addPrimaryKeyConstraint('client_group_pk', ['client_id', 'group_id'])
			.modifyEnd(tableEnd),
		schema.createIndex('client_group_group').on('client_group').column('group_id'),
		schema
			.createTable('client_user')
			.addColumn('client_id', 'text', (column) =>
				column.notNull().references('oauth_client.id').onDelete('cascade'),
			)
			.addColumn('user_id', 'text', (column) =>
				column.notNull().references('realm_user.id').onDelete('cascade'),
			)
			.addPrimaryKeyConstraint('client_user_pk', ['client_id', 'user_id'])
			.modifyEnd(tableEnd),
		schema.createIndex('client_user_user').on('client_user').column('user_id'),
		schema
			.alterTable('credential')
			.addColumn('client_id', 'text', (column) =>
				column.references('oauth_client.id').onDelete('cascade'),
			),
		schema.createIndex('credential_client').on('credential').column('client_id'),
	];
}
