import type { Access } from '../store/access';
import type { Applications } from '../store/applications';
import { canonicalName } from '../store/canonical-name';
import type { Groups } from '../store/groups';
import type { User } from '../store/users';

/** A user with what the user's groups give, application by application, in order of name. */
export interface UserWithAccess extends User {
	readonly groups: readonly string[];
	readonly privileges: readonly {
		readonly application: string;
		readonly privileges: readonly string[];
	}[];
}

interface Ports {
	readonly groups: Groups;
	readonly applications: Applications;
	readonly access: Access;
}

/** Reads what a user's groups give (PF-14). */
export async function withAccess(
	{ groups, applications, access }: Ports,
	user: User,
): Promise<UserWithAccess> {
	const [joined, { grants }, all] = await Promise.all([
		groups.list({ userId: user.id }),
		access.ofUser(user.id),
		applications.list(),
	]);
	const privileges = all.map(({ name }) => ({
		application: name,
		privileges: grants
			.filter(({ application }) => application === canonicalName(name))
			.map(({ privilege }) => privilege)
			.sort(),
	}));
	return {
		...user,
		groups: joined.map(({ name }) => name),
		privileges: privileges.filter((given) => given.privileges.length > 0),
	};
}
