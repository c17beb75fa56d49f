import type { RandomSource } from '../crypto/random';
import type { Access } from '../store/access';
import type { Applications } from '../store/applications';
import { canonicalName } from '../store/canonical-name';
import type { Clock } from '../store/clock';
import type { GroupMembers, Removed } from '../store/group-members';
import type { Group, Groups } from '../store/groups';
import { DEFAULT_GROUP } from '../store/privileges';
import type { Role, Roles } from '../store/roles';
import type { User, Users } from '../store/users';
import { type Actor, checkGiving } from './actor';
import { checkName, quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import { LAST_ADMIN, takenName, unknownName } from './sentences';

export interface GroupDeps {
	readonly groups: Groups;
	readonly members: GroupMembers;
	readonly users: Users;
	readonly applications: Applications;
	readonly roles: Roles;
	readonly access: Access;
	readonly clock: Clock;
	readonly random: RandomSource;
	readonly actor: Actor;
}

/** Which role of which application. */
export interface RoleName {
	readonly application: string;
	readonly role: string;
}

/** Adding what is there, and removing what is not, is no error: the outcome is the same. */
export interface GroupAdministration {
	create(name: string): Promise<Outcome<Group>>;
	getAll(limit?: number): Promise<readonly Group[]>;
	/** The users stay and lose what the group gave them (PF-14). */
	delete(name: string): Promise<Outcome<Group>>;
	addUser(group: string, username: string): Promise<Outcome<Group>>;
	removeUser(group: string, username: string): Promise<Outcome<Group>>;
	addRole(group: string, role: RoleName): Promise<Outcome<Group>>;
	removeRole(group: string, role: RoleName): Promise<Outcome<Group>>;
}

export function groupAdministration(deps: GroupDeps): GroupAdministration {
	const { groups, members, users, applications, roles, access, clock, random, actor } = deps;

	const find = async (name: string): Promise<Outcome<Group>> => {
		const [group] = await groups.find([name]);
		return group === undefined ? unknownName('group', name) : done(group);
	};
	const findRole = async ({ application, role }: RoleName): Promise<Outcome<Role>> => {
		const owner = await applications.find(application);
		if (owner === undefined) return unknownName('application', application);
		const found = await roles.find(owner.id, role);
		return found === undefined
			? unknownName('role', role, ` in the application ${quoted(owner.name)}`)
			: done(found);
	};
	const findUser = async (username: string): Promise<Outcome<User>> => {
		const user = await users.find(username);
		return user === undefined ? unknownName('user', username) : done(user);
	};
	const link = async <T>(
		name: string,
		other: Promise<Outcome<T>>,
		change: (group: Group, other: T) => Promise<Outcome<Group>>,
	): Promise<Outcome<Group>> => {
		const [group, found] = await Promise.all([find(name), other]);
		if (group.kind === 'refused') return group;
		return found.kind === 'refused' ? found : await change(group.value, found.value);
	};
	const removed = (outcome: Removed, group: Group): Outcome<Group> =>
		outcome === 'last-admin' ? LAST_ADMIN : done(group);

	return {
		getAll: (limit) => groups.list(limit === undefined ? {} : { limit }),

		async create(given) {
			const name = checkName('name of the group', given);
			if (name.kind === 'refused') return name;
			const group = { id: random.uuid(), name: name.value, createdAt: clock.now() };
			return (await groups.add(group)) === 'added'
				? done({ ...group, application: undefined })
				: takenName('group', name.value);
		},
		async delete(name) {
			const group = await find(name);
			if (group.kind === 'refused') return group;
			if (canonicalName(name) === canonicalName(DEFAULT_GROUP)) {
				return refused('New users join the group "Default": it stays.');
			}
			return removed(await groups.delete(group.value.id), group.value);
		},
		addUser: (name, username) =>
			link(name, findUser(username), async (group, user) => {
				const may = await checkGiving(actor, () => access.ofGroups([group.id]));
				if (may.kind === 'refused') return may;
				await members.addUser(group.id, user.id);
				return done(group);
			}),
		removeUser: (name, username) =>
			link(name, findUser(username), async (group, user) =>
				removed(await members.removeUser(group.id, user.id), group),
			),
		addRole: (name, role) =>
			link(name, findRole(role), async (group, { id }) => {
				const may = await checkGiving(actor, () => access.ofRole(id));
				if (may.kind === 'refused') return may;
				await members.addRole(group.id, id);
				return done(group);
			}),
		removeRole: (name, role) =>
			link(name, findRole(role), async (group, { id }) =>
				removed(await members.removeRole(group.id, id), group),
			),
	};
}
