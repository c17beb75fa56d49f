import type { Compilable, Kysely } from 'kysely';

import type { EngineWords } from './migrations';

export function rateLimits(
	{ schema }: Kysely<unknown>,
	{ instant, tableEnd, unlogged }: EngineWords,
): readonly Compilable[] {
	return [
		schema.alterTable('credential').addColumn('rate_limit', 'text'),
		schema.alterTable('realm_user').addColumn('rate_limit', 'text'),
		schema
			.createTable('rate_bucket')
			.modifyFront(unlogged)
			.addColumn('realm_id', 'text', (column) => column.notNull())
			.addColumn('bucket', 'text', (column) => column.notNull())
			.addColumn('tat', instant, (column) => column.notNull())
			.addPrimaryKeyConstraint('rate_bucket_pk', ['realm_id', 'bucket'])
			.modifyEnd(tableEnd),
		schema.createIndex('rate_bucket_tat').on('rate_bucket').column('tat'),
	];
}
