import type { Compilable } from 'kysely';

import type { Instant } from './clock';
import {
	CALLER_PRIVILEGES,
	DEFAULT_APPLICATION,
	DEFAULT_GROUP,
	DEFAULT_ROLE,
	REALM_APPLICATION,
} from './privileges';
import type { Schema } from './schema';
import type { Store } from './store';
import { canonicalName } from './canonical-name';

/** The id of the group that new users join, and of the application and role of the same kind. */
export const defaultIdOf = (realmId: string): string => `${realmId}:default`;
const realmIdOf = (realmId: string): string => `${realmId}:realm`;

/**
 * Gives a new realm its applications `Default` and `Realm`, and `Default` its group and role; does
 * nothing where the realm row is not there. The same as migration 2 gave to older realms.
 */
export function addBuiltIns({ db }: Store, realmId: string, now: Instant): readonly Compilable[] {
	const defaultId = defaultIdOf(realmId);
	const insert = <T extends keyof Schema>(table: T, row: Partial<Schema[T]>): Compilable => {
		const columns = Object.keys(row) as never[];
		return db
			.insertInto(table as keyof Schema)
			.columns(columns)
			.expression(({ selectFrom, val }) =>
				selectFrom('realm')
					.select(columns.map((column) => val(row[column]).as(column)))
					.where('id', '=', realmId),
			);
	};
	const named = (name: string) => ({ name, name_key: canonicalName(name), created_at: now });
	return [
		insert('application', { id: defaultId, realm_id: realmId, ...named(DEFAULT_APPLICATION) }),
		insert('application', {
			id: realmIdOf(realmId),
			realm_id: realmId,
			...named(REALM_APPLICATION),
		}),
		insert('realm_group', {
			id: defaultId,
			realm_id: realmId,
			application_id: defaultId,
			...named(DEFAULT_GROUP),
		}),
		insert('role', {
			id: defaultId,
			application_id: defaultId,
			updated_at: now,
			...named(DEFAULT_ROLE),
		}),
		...CALLER_PRIVILEGES.map((name) =>
			insert('role_privilege', { role_id: defaultId, name, name_key: canonicalName(name) }),
		),
		insert('group_role', { group_id: defaultId, role_id: defaultId }),
	];
}
