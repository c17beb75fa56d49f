import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

export function realmsUsersAndKeys(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.createTable('realm')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('name', 'text', (column) => column.notNull().unique())
			.addColumn('environment', 'text', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.modifyEnd(tableEnd),
		schema
			.createTable('realm_key')
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('version', 'integer', (column) => column.notNull())
			.addColumn('wrapped_by', 'text', (column) => column.notNull())
			.addColumn('salt', 'text')
			.addColumn('cost', 'text')
			.addColumn('nonce', 'text', (column) => column.notNull())
			.addColumn('ciphertext', 'text', (column) => column.notNull())
			.addColumn('commitment', 'text', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.addPrimaryKeyConstraint('realm_key_pk', ['realm_id', 'version', 'nonce'])
			.modifyEnd(tableEnd),
		schema
			.createTable('realm_user')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('name_key', 'text', (column) => column.notNull())
			.addColumn('display_name', 'text', (column) => column.notNull())
			.addColumn('enabled', 'integer', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('updated_at', instant, (column) => column.notNull())
			.addUniqueConstraint('realm_user_name', ['realm_id', 'name_key'])
			.modifyEnd(tableEnd),
		schema
			.createTable('api_key')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('user_id', 'text', (column) =>
				column.notNull().references('realm_user.id').onDelete('cascade'),
			)
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('public_id', 'text', (column) => column.notNull().unique())
			.addColumn('digest', 'text', (column) => column.notNull())
			.addColumn('pepper_version', 'integer', (column) => column.notNull())
			.addColumn('enabled', 'integer', (column) => column.notNull())
			.addColumn('expires_at', instant)
			.addColumn('revoked_at', instant)
			.addColumn('created_at', instant, (column) => column.notNull())
			.modifyEnd(tableEnd),
		schema.createIndex('api_key_user').on('api_key').column('user_id'),
	];
}
