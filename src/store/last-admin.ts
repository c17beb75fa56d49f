import { expressionBuilder, type Expression, type SqlBool } from 'kysely';

import { MANAGE_ACCESS, REALM_APPLICATION } from './privileges';
import type { Schema } from './schema';
import type { Store } from './store';
import { canonicalName } from './canonical-name';

/** A part of the way user, group, role, privilege that is about to go. */
export interface GoingAway {
	readonly userId?: string;
	readonly groupId?: string;
	readonly roleId?: string;
}

/** The ways by which enabled users have `Manage Access`. */
function waysToManage(realmId: string) {
	return expressionBuilder<Schema>()
		.selectFrom('group_member as member')
		.innerJoin('realm_user as admin', 'admin.id', 'member.user_id')
		.innerJoin('group_role as given', 'given.group_id', 'member.group_id')
		.innerJoin('role as admin_role', 'admin_role.id', 'given.role_id')
		.innerJoin('application as admin_app', 'admin_app.id', 'admin_role.application_id')
		.innerJoin('role_privilege as power', 'power.role_id', 'admin_role.id')
		.select('admin.id')
		.where('admin.realm_id', '=', realmId)
		.where('admin.enabled', '=', 1)
		.where('admin_app.name_key', '=', canonicalName(REALM_APPLICATION))
		.where('power.name_key', '=', canonicalName(MANAGE_ACCESS));
}

/**
 * Holds where an enabled user still has `Manage Access` without what goes away, or nobody had it
 * (NT-81). Belongs into the statement that takes it away, by `changeAccess`.
 */
export function adminRemains(
	realmId: string,
	{ userId, groupId, roleId }: GoingAway,
): Expression<SqlBool> {
	const { or, not, exists } = expressionBuilder<Schema>();
	const others = waysToManage(realmId).where(({ eb, and, not: isNot }) =>
		isNot(
			and([
				...(userId === undefined ? [] : [eb('member.user_id', '=', userId)]),
				...(groupId === undefined ? [] : [eb('member.group_id', '=', groupId)]),
				...(roleId === undefined ? [] : [eb('given.role_id', '=', roleId)]),
			]),
		),
	);
	return or([exists(others), not(exists(waysToManage(realmId)))]);
}

/** Whether what goes away is all that makes anybody an admin. */
export async function isLastAdmin(
	{ db }: Store,
	realmId: string,
	goingAway: GoingAway,
): Promise<boolean> {
	const row = await db
		.selectFrom('realm')
		.select('id')
		.where('id', '=', realmId)
		.where(adminRemains(realmId, goingAway))
		.executeTakeFirst();
	return row === undefined;
}
