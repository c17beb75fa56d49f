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

/** Signing keys with their values, the sealed values that were taken in, and messages that were run. */
export function signingKeys(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.createTable('signing_key')
			.addColumn('credential_id', 'text', (column) =>
				column.primaryKey().references('credential.id').onDelete('cascade'),
			)
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('scheme', 'text', (column) => column.notNull())
			.addColumn('key_id', 'text')
			.addUniqueConstraint('signing_key_key_id', ['realm_id', 'key_id'])
			.modifyEnd(tableEnd),
		wrapped(
			wrapped(
				schema
					.createTable('signing_secret')
					.addColumn('credential_id', 'text', (column) =>
						column.notNull().references('signing_key.credential_id').onDelete('cascade'),
					)
					.addColumn('version', 'integer', (column) => column.notNull())
					.addColumn('key_version', 'integer', (column) => column.notNull())
					.addColumn('created_at', instant, (column) => column.notNull())
					.addColumn('superseded_at', instant)
					.addColumn('expires_at', instant),
				'key_',
			),
		)
			.addPrimaryKeyConstraint('signing_secret_pk', ['credential_id', 'version'])
			.modifyEnd(tableEnd),
		schema
			.createTable('used_realm_envelope')
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('envelope_id', 'text', (column) => column.notNull())
			.addColumn('expires_at', instant, (column) => column.notNull())
			.addPrimaryKeyConstraint('used_realm_envelope_pk', ['realm_id', 'envelope_id'])
			.modifyEnd(tableEnd),
		schema
			.createTable('received_message')
			.addColumn('credential_id', 'text', (column) =>
				column.notNull().references('signing_key.credential_id').onDelete('cascade'),
			)
			.addColumn('message_id', 'text', (column) => column.notNull())
			.addColumn('digest', 'text', (column) => column.notNull())
			.addColumn('expires_at', instant, (column) => column.notNull())
			.addPrimaryKeyConstraint('received_message_pk', ['credential_id', 'message_id'])
			.modifyEnd(tableEnd),
		schema.createIndex('received_message_expiry').on('received_message').column('expires_at'),
	];
}
