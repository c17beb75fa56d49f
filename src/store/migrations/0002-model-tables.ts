import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

/** Applications, groups and roles, and who is in what. */
export function modelTables(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.alterTable('realm')
			.addColumn('access_revision', 'integer', (column) => column.notNull().defaultTo(0)),
		schema
			.createTable('application')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('name_key', 'text', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.addUniqueConstraint('application_name', ['realm_id', 'name_key'])
			.modifyEnd(tableEnd),
		schema
			.createTable('realm_group')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('application_id', 'text', (column) =>
				column.references('application.id').onDelete('cascade'),
			)
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('name_key', 'text', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.addUniqueConstraint('realm_group_name', ['realm_id', 'name_key'])
			.modifyEnd(tableEnd),
		schema.createIndex('realm_group_application').on('realm_group').column('application_id'),
		schema
			.createTable('role')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('application_id', 'text', (column) =>
				column.notNull().references('application.id').onDelete('cascade'),
			)
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('name_key', 'text', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('updated_at', instant, (column) => column.notNull())
			.addUniqueConstraint('role_name', ['application_id', 'name_key'])
			.modifyEnd(tableEnd),
		schema
			.createTable('role_privilege')
			.addColumn('role_id', 'text', (column) =>
				column.notNull().references('role.id').onDelete('cascade'),
			)
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('name_key', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('role_privilege_pk', ['role_id', 'name_key'])
			.modifyEnd(tableEnd),
		schema
			.createTable('group_member')
			.addColumn('group_id', 'text', (column) =>
				column.notNull().references('realm_group.id').onDelete('cascade'),
			)
			.addColumn('user_id', 'text', (column) =>
				column.notNull().references('realm_user.id').onDelete('cascade'),
			)
			.addPrimaryKeyConstraint('group_member_pk', ['user_id', 'group_id'])
			.modifyEnd(tableEnd),
		schema.createIndex('group_member_group').on('group_member').column('group_id'),
		schema
			.createTable('group_role')
			.addColumn('group_id', 'text', (column) =>
				column.notNull().references('realm_group.id').onDelete('cascade'),
			)
			.addColumn('role_id', 'text', (column) =>
				column.notNull().references('role.id').onDelete('cascade'),
			)
			.addPrimaryKeyConstraint('group_role_pk', ['group_id', 'role_id'])
			.modifyEnd(tableEnd),
		schema.createIndex('group_role_role').on('group_role').column('role_id'),
	];
}
