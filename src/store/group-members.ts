import type { Compilable } from 'kysely';

import { changeAccess, changed, inParts } from './access-change';
import { adminRemains } from './last-admin';
import type { Store } from './store';

/** `absent`: there was nothing to remove. `last-admin`: nobody would be left with `Manage Access`. */
export type Removed = 'removed' | 'absent' | 'last-admin';

/** Who is in the groups of one realm, and which roles they have. */
export interface GroupMembers {
	addUser(groupId: string, userId: string): Promise<void>;
	removeUser(groupId: string, userId: string): Promise<Removed>;
	addRole(groupId: string, roleId: string): Promise<void>;
	removeRole(groupId: string, roleId: string): Promise<Removed>;
}

/** Puts a user that a statement before made into groups; those that are gone are left out. */
export function joinGroups(
	{ db }: Store,
	userId: string,
	groupIds: readonly string[],
): readonly Compilable[] {
	return inParts(groupIds).map((part) =>
		db
			.insertInto('group_member')
			.columns(['group_id', 'user_id'])
			.expression(({ selectFrom }) =>
				selectFrom('realm_group')
					.innerJoin('realm_user', 'realm_user.realm_id', 'realm_group.realm_id')
					.select(['realm_group.id as group_id', 'realm_user.id as user_id'])
					.where('realm_user.id', '=', userId)
					.where('realm_group.id', 'in', part),
			)
			.onConflict((conflict) => conflict.columns(['user_id', 'group_id']).doNothing()),
	);
}

export function groupMembersOf(store: Store, realmId: string): GroupMembers {
	const { db } = store;
	const change = async (statement: Compilable): Promise<boolean> =>
		changed(await changeAccess(store, realmId, [statement]));

	return {
		async addUser(groupId, userId) {
			await changeAccess(store, realmId, joinGroups(store, userId, [groupId]));
		},
		async removeUser(groupId, userId) {
			const remove = db
				.deleteFrom('group_member')
				.where('group_id', '=', groupId)
				.where('user_id', '=', userId)
				.where(adminRemains(realmId, { groupId, userId }));
			if (await change(remove)) return 'removed';
			const left = db
				.selectFrom('group_member')
				.select('user_id')
				.where('group_id', '=', groupId)
				.where('user_id', '=', userId);
			return (await left.executeTakeFirst()) === undefined ? 'absent' : 'last-admin';
		},
		async addRole(groupId, roleId) {
			const insert = db
				.insertInto('group_role')
				.columns(['group_id', 'role_id'])
				.expression(({ selectFrom }) =>
					selectFrom('realm_group')
						.innerJoin('application', 'application.realm_id', 'realm_group.realm_id')
						.innerJoin('role', 'role.application_id', 'application.id')
						.select(['realm_group.id as group_id', 'role.id as role_id'])
						.where('realm_group.id', '=', groupId)
						.where('role.id', '=', roleId),
				)
				.onConflict((conflict) => conflict.columns(['group_id', 'role_id']).doNothing());
			await change(insert);
		},
		async removeRole(groupId, roleId) {
			const remove = db
				.deleteFrom('group_role')
				.where('group_id', '=', groupId)
				.where('role_id', '=', roleId)
				.where(adminRemains(realmId, { groupId, roleId }));
			if (await change(remove)) return 'removed';
			const left = db
				.selectFrom('group_role')
				.select('role_id')
				.where('group_id', '=', groupId)
				.where('role_id', '=', roleId);
			return (await left.executeTakeFirst()) === undefined ? 'absent' : 'last-admin';
		},
	};
}
