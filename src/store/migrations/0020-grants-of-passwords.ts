import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

/** Rows as they are before and after: only that they may lack a key is new. */
type Rows = Record<
	'key_grant' | 'next_key_grant',
	{
		id: string;
		realm_id: string;
		credential_id: string | null;
		secret_id: string;
		user_id: string;
		created_at: number;
		expires_at: number;
		revoked_at: number | null;
	}
> &
	Record<
		'guid_token' | 'next_guid_token',
		{
			digest: string;
			grant_id: string;
			pepper_version: number;
			created_at: number;
			consumed_at: number | null;
			successor: string | null;
		}
	>;

const GRANT_COLUMNS = [
	'id',
	'realm_id',
	'credential_id',
	'secret_id',
	'user_id',
	'created_at',
	'expires_at',
	'revoked_at',
] as const;

const TOKEN_COLUMNS = [
	'digest',
	'grant_id',
	'pepper_version',
	'created_at',
	'consumed_at',
	'successor',
] as const;

function nextTables(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.createTable('next_key_grant')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('credential_id', 'text', (column) =>
				column.references('credential.id').onDelete('cascade'),
			)
			.addColumn('secret_id', 'text', (column) => column.notNull())
			.addColumn('user_id', 'text', (column) =>
				column.notNull().references('realm_user.id').onDelete('cascade'),
			)
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('expires_at', instant, (column) => column.notNull())
			.addColumn('revoked_at', instant)
			.modifyEnd(tableEnd),
		schema
			.createTable('next_guid_token')
			.addColumn('digest', 'text', (column) => column.primaryKey())
			.addColumn('grant_id', 'text', (column) =>
				column.notNull().references('next_key_grant.id').onDelete('cascade'),
			)
			.addColumn('pepper_version', 'integer', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('consumed_at', instant)
			.addColumn('successor', 'text')
			.modifyEnd(tableEnd),
	];
}

/**
 * Grants without a key: those of a password. SQLite takes no demand away from a column that is there,
 * so that new tables take the place of both.
 */
export function grantsOfPasswords(db: Kysely<unknown>, words: EngineWords): readonly Compilable[] {
	const { schema } = db;
	const rows = db.withTables<Rows>() as Kysely<Rows>;
	return [
		...nextTables(db, words),
		rows
			.insertInto('next_key_grant')
			.columns([...GRANT_COLUMNS])
			.expression(rows.selectFrom('key_grant').select([...GRANT_COLUMNS])),
		rows
			.insertInto('next_guid_token')
			.columns([...TOKEN_COLUMNS])
			.expression(rows.selectFrom('guid_token').select([...TOKEN_COLUMNS])),
		schema.dropTable('guid_token'),
		schema.dropTable('key_grant'),
		schema.alterTable('next_key_grant').renameTo('key_grant'),
		schema.alterTable('next_guid_token').renameTo('guid_token'),
		schema.createIndex('key_grant_realm').on('key_grant').columns(['realm_id', 'expires_at']),
		schema.createIndex('key_grant_credential').on('key_grant').column('credential_id'),
		schema.createIndex('key_grant_user').on('key_grant').column('user_id'),
		schema.createIndex('guid_token_grant').on('guid_token').column('grant_id'),
	];
}
