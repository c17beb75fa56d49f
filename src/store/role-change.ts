import { type Compilable, expressionBuilder, type Expression, type SqlBool } from 'kysely';

import type { Instant } from './clock';
import { adminRemains } from './last-admin';
import { MANAGE_ACCESS } from './privileges';
import type { Role, RoleChange } from './roles';
import type { Schema } from './schema';
import type { Store } from './store';
import { canonicalName } from './canonical-name';

/** Gives a role a privilege, in this spelling, where the role is there and `when` holds. */
export function insertPrivilege(
	{ db }: Store,
	roleId: string,
	name: string,
	when: readonly Expression<SqlBool>[] = [],
): Compilable {
	return db
		.insertInto('role_privilege')
		.columns(['role_id', 'name', 'name_key'])
		.expression(({ selectFrom, val, and }) =>
			selectFrom('role')
				.select([
					'role.id as role_id',
					val(name).as('name'),
					val(canonicalName(name)).as('name_key'),
				])
				.where('role.id', '=', roleId)
				.where(and([...when])),
		)
		.onConflict((conflict) => conflict.columns(['role_id', 'name_key']).doUpdateSet({ name }));
}

/** Whether these privileges of a role keep `Manage Access`, if it ever had it. */
export const keepsManageAccess = (privileges: readonly string[]): boolean =>
	privileges.map(canonicalName).includes(canonicalName(MANAGE_ACCESS));

/**
 * The statements that rename a role and replace its privileges. The first one decides: where it
 * changes nothing, the others find the old name or the old privileges and change nothing.
 */
export function roleChange(
	store: Store,
	realmId: string,
	role: Role,
	{ name = role.name, privileges }: RoleChange,
	now: Instant,
): readonly Compilable[] {
	const { db } = store;
	const { selectFrom, exists, not } = expressionBuilder<Schema>();
	const another = selectFrom('role as other')
		.select('other.id')
		.where('other.application_id', '=', role.applicationId)
		.where('other.name_key', '=', canonicalName(name))
		.where('other.id', '!=', role.id);
	const mayTake = (): Expression<SqlBool>[] =>
		privileges === undefined || keepsManageAccess(privileges)
			? []
			: [adminRemains(realmId, { roleId: role.id })];
	const rename = db
		.updateTable('role')
		.set({ name, name_key: canonicalName(name), updated_at: now })
		.where('role.id', '=', role.id)
		.where('role.name_key', '=', canonicalName(role.name))
		.where(not(exists(another)))
		.where(({ and }) => and(mayTake()));
	if (privileges === undefined) return [rename];

	const renamed = selectFrom('role as renamed')
		.select('renamed.id')
		.where('renamed.id', '=', role.id)
		.where('renamed.name_key', '=', canonicalName(name));
	const surplus = selectFrom('role_privilege as surplus')
		.select('surplus.name_key')
		.where('surplus.role_id', '=', role.id)
		.$if(privileges.length > 0, (rest) =>
			rest.where('surplus.name_key', 'not in', privileges.map(canonicalName)),
		);
	const take = db
		.deleteFrom('role_privilege')
		.where('role_id', '=', role.id)
		.where('name_key', 'in', surplus)
		.where(exists(renamed))
		.where(({ and }) => and(mayTake()));
	const done = [exists(renamed), not(exists(surplus))];
	return [
		rename,
		take,
		...privileges.map((privilege) => insertPrivilege(store, role.id, privilege, done)),
	];
}
