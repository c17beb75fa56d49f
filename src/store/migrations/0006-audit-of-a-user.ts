import type { Compilable, Kysely } from 'kysely';

/** Finds the audit entries of a user. Those that name nobody, such as of wrong keys, are not in it. */
export function auditOfAUser({ schema }: Kysely<unknown>): readonly Compilable[] {
	return [
		schema
			.createIndex('audit_entry_user')
			.on('audit_entry')
			.columns(['user_name', 'time'])
			.where('user_name', 'is not', null),
	];
}
