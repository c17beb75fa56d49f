import type { Compilable, Kysely } from 'kysely';

/** Consents by which an administrator lets a client act as a user, and grants with nobody there. */
export function designations({ schema }: Kysely<unknown>): readonly Compilable[] {
	return [
		schema.alterTable('consent').addColumn('account_hash', 'text'),
		schema
			.alterTable('oauth_grant')
			.addColumn('acts_alone', 'integer', (column) => column.notNull().defaultTo(0)),
	];
}
