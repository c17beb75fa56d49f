import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

/** Answers that are kept for a while: for whoever asks later, and for whoever asks again. */
export function storedAnswers(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd }: EngineWords,
): readonly Compilable[] {
	return [
		schema
			.createTable('stored_answer')
			.addColumn('realm_id', 'text', (column) => column.notNull().references('realm.id'))
			.addColumn('request_id', 'text', (column) => column.notNull())
			.addColumn('trigger_name', 'text', (column) => column.notNull())
			.addColumn('owner', 'text', (column) => column.notNull())
			.addColumn('state', 'text', (column) => column.notNull())
			.addColumn('created_at', instant, (column) => column.notNull())
			.addColumn('deadline_at', instant, (column) => column.notNull())
			.addColumn('expires_at', instant, (column) => column.notNull())
			.addColumn('once_key', 'text')
			.addColumn('fingerprint', 'text')
			.addColumn('problem', 'text')
			.addColumn('key_version', 'integer')
			.addColumn('nonce', 'text')
			.addColumn('ciphertext', 'text')
			.addColumn('commitment', 'text')
			.addPrimaryKeyConstraint('stored_answer_pk', ['realm_id', 'request_id'])
			.addUniqueConstraint('stored_answer_once', ['realm_id', 'once_key'])
			.modifyEnd(tableEnd),
		schema.createIndex('stored_answer_expiry').on('stored_answer').column('expires_at'),
	];
}
