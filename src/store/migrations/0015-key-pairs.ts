import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

/** What a key pair has beyond other credentials, and the users it may act as. */
export function keyPairs(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.createTable('key_pair')
			.addColumn('credential_id', 'text', (column) =>
				column.primaryKey().references('credential.id').onDelete('cascade'),
			)
			.addColumn('act_as', 'text', (column) => column.notNull())
			.addColumn('rotate_before', instant)
			.modifyEnd(tableEnd),
		schema
			.createTable('key_pair_user')
			.addColumn('credential_id', 'text', (column) =>
				column.notNull().references('credential.id').onDelete('cascade'),
			)
			.addColumn('user_id', 'text', (column) =>
				column.notNull().references('realm_user.id').onDelete('cascade'),
			)
			.addPrimaryKeyConstraint('key_pair_user_pk', ['credential_id', 'user_id'])
			.modifyEnd(tableEnd),
		schema.createIndex('key_pair_user_user').on('key_pair_user').column('user_id'),
	];
}
