import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

/** What keys of users were exchanged for, and the refresh tokens that go on from it. */
export function keyGrants(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.createTable('key_grant')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('credential_id', 'text', (column) =>
				column.notNull().references('credential.id').onDelete('cascade'),
			)
			.addColumn('secret_id', 'text', (column) => column.notNull())
			.addColumn('user_id', 'text', (column) =>
				column.notNull().references('realm_user.id').onDelete('cascade'),
			)
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('expires_at', instant, (column) => column.notNull())
			.addColumn('revoked_at', instant)
			.modifyEnd(tableEnd),
		schema.createIndex('key_grant_realm').on('key_grant').columns(['realm_id', 'expires_at']),
		schema.createIndex('key_grant_credential').on('key_grant').column('credential_id'),
		schema.createIndex('key_grant_user').on('key_grant').column('user_id'),
		schema
			.createTable('guid_token')
			.addColumn('digest', 'text', (column) => column.primaryKey())
			.addColumn('grant_id', 'text', (column) =>
				column.notNull().references('key_grant.id').onDelete('cascade'),
			)
			.addColumn('pepper_version', 'integer', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('consumed_at', instant)
			.addColumn('successor', 'text')
			.modifyEnd(tableEnd),
		schema.createIndex('guid_token_grant').on('guid_token').column('grant_id'),
	];
}
