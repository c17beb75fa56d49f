import type { Actor } from '../administration/actor';
import { type ApiKeyAdministration, apiKeyAdministration } from '../administration/api-keys';
import {
	type ApplicationAdministration,
	applicationAdministration,
} from '../administration/applications';
import { type GroupAdministration, groupAdministration } from '../administration/groups';
import { type RoleAdministration, roleAdministration } from '../administration/roles';
import { type UserAdministration, userAdministration } from '../administration/users';
import { API_KEY_BRAND } from '../authentication/api-key';
import { explain } from '../authorization/explain';
import type { Digests } from '../crypto/digest';
import { accessOf } from '../store/access';
import { apiKeysOf } from '../store/api-keys';
import { applicationsOf } from '../store/applications';
import { credentialsOf } from '../store/credentials';
import { groupMembersOf } from '../store/group-members';
import { groupsOf } from '../store/groups';
import { rolesOf } from '../store/roles';
import type { Store } from '../store/store';
import { usersOf } from '../store/users';
import type { RealmParts } from './realm';

/** Everything that an admin does in a realm. */
export interface Administration {
	readonly applications: ApplicationAdministration;
	readonly groups: GroupAdministration;
	readonly roles: RoleAdministration;
	readonly users: UserAdministration;
	readonly apiKeys: ApiKeyAdministration;
}

/** The tables of one realm behind their ports. */
export function portsOf(store: Store, realmId: string) {
	return {
		applications: applicationsOf(store, realmId),
		groups: groupsOf(store, realmId),
		members: groupMembersOf(store, realmId),
		roles: rolesOf(store, realmId),
		users: usersOf(store, realmId),
		access: accessOf(store, realmId),
		keys: apiKeysOf(store, realmId),
		credentials: credentialsOf(store, realmId, 'apiKey'),
	};
}

/** Administration of a realm by an actor, who may do what the actor's privileges allow. */
export function administrationBy(
	actor: Actor,
	{ clock, random, row, key }: RealmParts,
	ports: ReturnType<typeof portsOf>,
	digests: Digests,
): Administration {
	const deps = { ...ports, clock, random, actor };
	return {
		applications: applicationAdministration(deps),
		groups: groupAdministration(deps),
		roles: roleAdministration(deps),
		users: userAdministration({ ...deps, explain }),
		apiKeys: apiKeyAdministration({
			...deps,
			digests,
			brand: API_KEY_BRAND,
			environment: row.environment,
			pepperVersion: key.version,
		}),
	};
}
