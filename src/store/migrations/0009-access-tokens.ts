import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

/** Access tokens of the realm, each a row of its own. */
export function accessTokens(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	const table = schema
		.createTable('access_token')
		.addColumn('id', 'text', (column) => column.primaryKey())
		.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
		.addColumn('family_id', 'text', (column) => column.notNull())
		.addColumn('public_id', 'text', (column) => column.notNull().unique())
		.addColumn('digest', 'text', (column) => column.notNull())
		.addColumn('pepper_version', 'integer', (column) => column.notNull())
		.addColumn('user_id', 'text', (column) =>
			column.references('realm_user.id').onDelete('cascade'),
		)
		.addColumn('client_id', 'text', (column) =>
			column.references('oauth_client.id').onDelete('cascade'),
		)
		.addColumn('source_id', 'text', (column) =>
			column.references('credential.id').onDelete('cascade'),
		)
		.addColumn('actor_type', 'text')
		.addColumn('actor_id', 'text')
		.addColumn('scopes', 'text', (column) => column.notNull())
		.addColumn('application_id', 'text', (column) =>
			column.references('application.id').onDelete('cascade'),
		)
		.addColumn('dialect', 'text', (column) => column.notNull())
		.addColumn('bound_key', 'text')
		.addColumn('issued_at', instant, (column) => column.notNull())
		.addColumn('expires_at', instant, (column) => column.notNull())
		.addColumn('revoked_at', instant)
		.modifyEnd(tableEnd);
	const index = (name: string, ...columns: string[]) =>
		schema.createIndex(`access_token_${name}`).on('access_token').columns(columns);
	return [
		table,
		index('issue', 'realm_id', 'issued_at'),
		index('family', 'family_id'),
		index('user', 'user_id'),
		index('client', 'client_id'),
		index('source', 'source_id'),
		index('application', 'application_id'),
		index('expiry', 'expires_at'),
	];
}
