import { type Compilable, type Kysely, sql } from 'kysely';

import type { Rows } from './0002-rows';
import type { EngineWords } from './migrations';

/** Credentials of any kind, each with its versions. */
export function credentialTables(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.createTable('credential')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('user_id', 'text', (column) =>
				column.references('realm_user.id').onDelete('cascade'),
			)
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('enabled', 'integer', (column) => column.notNull())
			.addColumn('expires_at', instant)
			.addColumn('revoked_at', instant)
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('addresses', 'text')
			.addColumn('applications', 'text')
			.addColumn('last_used_at', instant)
			.addColumn('last_used_address', 'text')
			.modifyEnd(tableEnd),
		schema.createIndex('credential_user').on('credential').column('user_id'),
		schema
			.createTable('credential_version')
			.addColumn('public_id', 'text', (column) => column.primaryKey())
			.addColumn('credential_id', 'text', (column) =>
				column.notNull().references('credential.id').onDelete('cascade'),
			)
			.addColumn('version', 'integer', (column) => column.notNull())
			.addColumn('digest', 'text', (column) => column.notNull())
			.addColumn('pepper_version', 'integer', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('superseded_at', instant)
			.addColumn('expires_at', instant)
			.addUniqueConstraint('credential_version_number', ['credential_id', 'version'])
			.modifyEnd(tableEnd),
	];
}

/** Every API key becomes a credential with one version and keeps its id. */
export function keysBecomeCredentials(db: Kysely<Rows>): readonly Compilable[] {
	const kept = [
		'id',
		'realm_id',
		'user_id',
		'name',
		'enabled',
		'expires_at',
		'revoked_at',
		'created_at',
	] as const;
	const digests = ['public_id', 'digest', 'pepper_version', 'created_at'] as const;
	return [
		db
			.insertInto('credential')
			.columns([...kept, 'kind'])
			.expression(({ selectFrom }) =>
				selectFrom('api_key').select([...kept, sql.lit('apiKey').as('kind')]),
			),
		db
			.insertInto('credential_version')
			.columns([...digests, 'credential_id', 'version'])
			.expression(({ selectFrom }) =>
				selectFrom('api_key').select([...digests, 'id as credential_id', sql.lit(1).as('version')]),
			),
		db.schema.dropTable('api_key'),
	];
}
