import type { Compilable, Kysely } from 'kysely';

/** Grants that a client had by a user's password: the id of that password, with which they end. */
export function passwordOfAGrant({ schema }: Kysely<unknown>): readonly Compilable[] {
	return [schema.alterTable('oauth_grant').addColumn('password_id', 'text')];
}
