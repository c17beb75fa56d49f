import type { Compilable, CreateTableBuilder, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

/** The three columns of something wrapped. */
const wrapped = <T extends string, C extends string>(
	table: CreateTableBuilder<T, C>,
	prefix = '',
) =>
	table
		.addColumn(`${prefix}nonce`, 'text', (column) => column.notNull())
		.addColumn(`${prefix}ciphertext`, 'text', (column) => column.notNull())
		.addColumn(`${prefix}commitment`, 'text', (column) => column.notNull());

/** Secret keys of a realm, and which key a chain of the audit is keyed with. */
export function datasources(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		wrapped(
			schema
				.createTable('datasource')
				.addColumn('id', 'text', (column) => column.primaryKey())
				.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
				.addColumn('name', 'text', (column) => column.notNull())
				.addColumn('name_key', 'text', (column) => column.notNull())
				.addColumn('allowed_domains', 'text', (column) => column.notNull())
				.addColumn('created_at', instant, (column) => column.notNull())
				.addColumn('key_version', 'integer', (column) => column.notNull()),
		)
			.addColumn('state', 'text', (column) => column.notNull())
			.addColumn('state_mac', 'text', (column) => column.notNull())
			.addUniqueConstraint('datasource_name', ['realm_id', 'name_key'])
			.modifyEnd(tableEnd),
		wrapped(
			schema
				.createTable('datasource_access')
				.addColumn('public_id', 'text', (column) => column.primaryKey())
				.addColumn('datasource_id', 'text', (column) =>
					column.notNull().references('datasource.id').onDelete('cascade'),
				),
		).modifyEnd(tableEnd),
		schema
			.createIndex('datasource_access_datasource')
			.on('datasource_access')
			.column('datasource_id'),
		schema
			.createTable('secret_key')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('datasource_id', 'text', (column) =>
				column.notNull().references('datasource.id').onDelete('cascade'),
			)
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('note', 'text', (column) => column.notNull())
			.addColumn('version', 'integer', (column) => column.notNull())
			.addColumn('enabled', 'integer', (column) => column.notNull())
			.addColumn('expires_at', instant)
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('updated_at', instant, (column) => column.notNull())
			.addUniqueConstraint('secret_key_name', ['datasource_id', 'name'])
			.modifyEnd(tableEnd),
		wrapped(
			wrapped(
				schema
					.createTable('secret_version')
					.addColumn('secret_id', 'text', (column) =>
						column.notNull().references('secret_key.id').onDelete('cascade'),
					)
					.addColumn('version', 'integer', (column) => column.notNull())
					.addColumn('allowed_domains', 'text', (column) => column.notNull())
					.addColumn('created_at', instant, (column) => column.notNull()),
				'key_',
			),
		)
			.addPrimaryKeyConstraint('secret_version_pk', ['secret_id', 'version'])
			.modifyEnd(tableEnd),
		schema
			.createTable('used_envelope')
			.addColumn('datasource_id', 'text', (column) =>
				column.notNull().references('datasource.id').onDelete('cascade'),
			)
			.addColumn('envelope_id', 'text', (column) => column.notNull())
			.addColumn('expires_at', instant, (column) => column.notNull())
			.addPrimaryKeyConstraint('used_envelope_pk', ['datasource_id', 'envelope_id'])
			.modifyEnd(tableEnd),
		schema.createIndex('used_envelope_expiry').on('used_envelope').column('expires_at'),
		schema.alterTable('audit_chain').addColumn('datasource_id', 'text'),
	];
}
