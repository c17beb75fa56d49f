import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

/** Whom other systems know a user as, and what a user logs in with. */
export function personsAndPasswords(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema.alterTable('realm_user').addColumn('person_id', 'text'),
		schema
			.createIndex('realm_user_person')
			.unique()
			.on('realm_user')
			.columns(['realm_id', 'person_id'])
			.where('person_id', 'is not', null),
		schema
			.createTable('user_password')
			.addColumn('user_id', 'text', (column) =>
				column.primaryKey().references('realm_user.id').onDelete('cascade'),
			)
			.addColumn('salt', 'text', (column) => column.notNull())
			.addColumn('cost', 'text', (column) => column.notNull())
			.addColumn('digest', 'text', (column) => column.notNull())
			.addColumn('pepper_version', 'integer', (column) => column.notNull())
			.addColumn('changed_at', instant, (column) => column.notNull())
			.modifyEnd(tableEnd),
	];
}
