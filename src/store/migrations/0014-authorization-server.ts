import type { Compilable, CreateTableBuilder, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

/** The columns of a value that is kept as a digest and found by its public id. */
const proof = <T extends string, C extends string>(table: CreateTableBuilder<T, C>) =>
	table
		.addColumn('public_id', 'text', (column) => column.primaryKey())
		.addColumn('grant_id', 'text', (column) =>
			column.notNull().references('oauth_grant.id').onDelete('cascade'),
		)
		.addColumn('digest', 'text', (column) => column.notNull())
		.addColumn('pepper_version', 'integer', (column) => column.notNull());

/** What users agreed to, grants with their codes and refresh tokens, and the keys of JWTs. */
export function authorizationServer(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema.alterTable('realm').addColumn('issuer', 'text'),
		schema
			.createTable('consent')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('client_id', 'text', (column) =>
				column.notNull().references('oauth_client.id').onDelete('cascade'),
			)
			.addColumn('user_id', 'text', (column) =>
				column.notNull().references('realm_user.id').onDelete('cascade'),
			)
			.addColumn('scopes', 'text', (column) => column.notNull())
			.addColumn('applications', 'text', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('updated_at', instant, (column) => column.notNull())
			.addColumn('revoked_at', instant)
			.addUniqueConstraint('consent_of', ['client_id', 'user_id'])
			.modifyEnd(tableEnd),
		schema.createIndex('consent_realm').on('consent').column('realm_id'),
		schema.createIndex('consent_user').on('consent').column('user_id'),
		schema
			.createTable('oauth_grant')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('client_id', 'text', (column) =>
				column.notNull().references('oauth_client.id').onDelete('cascade'),
			)
			.addColumn('user_id', 'text', (column) =>
				column.references('realm_user.id').onDelete('cascade'),
			)
			.addColumn('consent_id', 'text', (column) =>
				column.references('consent.id').onDelete('cascade'),
			)
			.addColumn('scopes', 'text', (column) => column.notNull())
			.addColumn('applications', 'text', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('expires_at', instant, (column) => column.notNull())
			.addColumn('revoked_at', instant)
			.modifyEnd(tableEnd),
		schema.createIndex('oauth_grant_realm').on('oauth_grant').columns(['realm_id', 'expires_at']),
		schema.createIndex('oauth_grant_client').on('oauth_grant').column('client_id'),
		schema.createIndex('oauth_grant_user').on('oauth_grant').column('user_id'),
		schema.createIndex('oauth_grant_consent').on('oauth_grant').column('consent_id'),
		proof(schema.createTable('authorization_code'))
			.addColumn('redirect_uri', 'text')
			.addColumn('challenge', 'text')
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('expires_at', instant, (column) => column.notNull())
			.addColumn('consumed_at', instant)
			.addColumn('successor', 'text')
			.modifyEnd(tableEnd),
		schema.createIndex('authorization_code_grant').on('authorization_code').column('grant_id'),
		proof(schema.createTable('refresh_token'))
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('expires_at', instant, (column) => column.notNull())
			.addColumn('consumed_at', instant)
			.addColumn('successor', 'text')
			.modifyEnd(tableEnd),
		schema.createIndex('refresh_token_grant').on('refresh_token').column('grant_id'),
		schema
			.createTable('used_once')
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('digest', 'text', (column) => column.notNull())
			.addColumn('expires_at', instant, (column) => column.notNull())
			.addPrimaryKeyConstraint('used_once_pk', ['realm_id', 'digest'])
			.modifyEnd(tableEnd),
		schema.createIndex('used_once_expiry').on('used_once').column('expires_at'),
		schema
			.createTable('token_signing_key')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('algorithm', 'text', (column) => column.notNull())
			.addColumn('number', 'integer', (column) => column.notNull())
			.addColumn('public_jwk', 'text', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('key_version', 'integer', (column) => column.notNull())
			.addColumn('nonce', 'text', (column) => column.notNull())
			.addColumn('ciphertext', 'text', (column) => column.notNull())
			.addColumn('commitment', 'text', (column) => column.notNull())
			.addUniqueConstraint('token_signing_key_number', ['realm_id', 'algorithm', 'number'])
			.modifyEnd(tableEnd),
	];
}
