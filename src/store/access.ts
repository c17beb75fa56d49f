import { type Expression, sql } from 'kysely';

import { inParts } from './access-change';
import { compiledOnce, OPEN } from './compiled-once';
import type { Store } from './store';

/** A privilege that a role gives within its application. */
export interface Grant {
	/** Canonical name of the application. */
	readonly application: string;
	readonly privilege: string;
}

/** What a user has by way of groups (PF-14). */
export interface UserAccess {
	/** Canonical names of the applications whose access groups hold the user (PF-15). */
	readonly applications: readonly string[];
	/** Each once, whatever the number of groups and roles it comes from. */
	readonly grants: readonly Grant[];
}

export const NO_ACCESS: UserAccess = { applications: [], grants: [] };

/** Reads what groups and roles give. */
export interface Access {
	ofUser(userId: string): Promise<UserAccess>;
	/** The same for a client that calls as itself. */
	ofClient(clientId: string): Promise<UserAccess>;
	ofGroups(groupIds: readonly string[]): Promise<readonly Grant[]>;
	ofRole(roleId: string): Promise<readonly Grant[]>;
	/** Canonical names of the privileges that any role of an application gives. */
	privilegesIn(application: string): Promise<readonly string[]>;
}

export function accessOf({ db }: Store, realmId: string): Access {
	const ofRoles = () =>
		db
			.selectFrom('role')
			.innerJoin('application', 'application.id', 'role.application_id')
			.innerJoin('role_privilege', 'role_privilege.role_id', 'role.id')
			.select(['application.name_key as application', 'role_privilege.name as privilege'])
			.where('application.realm_id', '=', realmId)
			.distinct();
	const ofGroups = () => ofRoles().innerJoin('group_role', 'group_role.role_id', 'role.id');
	const groupsOfUser = () =>
		db.selectFrom('group_member').select('group_id').where('user_id', '=', OPEN).$asScalar();
	const groupsOfClient = () =>
		db.selectFrom('client_group').select('group_id').where('client_id', '=', OPEN).$asScalar();
	const applicationsOf = (groups: Expression<string>) =>
		db
			.selectFrom('realm_group')
			.innerJoin('application', 'application.id', 'realm_group.application_id')
			.select(['application.name_key as application', sql.lit(null).as('privilege')])
			.distinct()
			.where('realm_group.id', 'in', groups)
			.where('application.realm_id', '=', realmId);
	// One statement for both: a decision in a database behind a network waits once for it.
	const grantsAndApplications = (name: string, groups: Expression<string>) =>
		compiledOnce(
			name,
			ofGroups()
				.$castTo<{ application: string; privilege: string | null }>()
				.where('group_role.group_id', 'in', groups)
				.unionAll(applicationsOf(groups)),
		);
	const accessOfUser = grantsAndApplications('access-of-user', groupsOfUser());
	const accessOfClient = grantsAndApplications('access-of-client', groupsOfClient());
	const read = async (access: typeof accessOfUser, id: string): Promise<UserAccess> => {
		const { rows } = await db.executeQuery(access([id, id]));
		return {
			grants: rows.flatMap(({ application, privilege }) =>
				privilege === null ? [] : [{ application, privilege }],
			),
			applications: rows.flatMap(({ application, privilege }) =>
				privilege === null ? [application] : [],
			),
		};
	};

	return {
		ofUser: (userId) => read(accessOfUser, userId),
		ofClient: (clientId) => read(accessOfClient, clientId),
		async ofGroups(groupIds) {
			const parts = inParts(groupIds).map((part) =>
				ofGroups().where('group_role.group_id', 'in', part).execute(),
			);
			return (await Promise.all(parts)).flat();
		},
		ofRole: (roleId) => ofRoles().where('role.id', '=', roleId).execute(),
		async privilegesIn(application) {
			const rows = await db
				.selectFrom('role_privilege')
				.innerJoin('role', 'role.id', 'role_privilege.role_id')
				.innerJoin('application', 'application.id', 'role.application_id')
				.select('role_privilege.name_key')
				.distinct()
				.where('application.realm_id', '=', realmId)
				.where('application.name_key', '=', application)
				.execute();
			return rows.map(({ name_key }) => name_key);
		},
	};
}
