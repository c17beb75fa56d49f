import type { explain, Explanation } from '../authorization/explain';
import type { Policy } from '../authorization/may-call';
import type { RandomSource } from '../crypto/random';
import type { Access } from '../store/access';
import type { Applications } from '../store/applications';
import type { Clock } from '../store/clock';
import type { Groups } from '../store/groups';
import type { User, UserChange, Users } from '../store/users';
import { type Actor, checkGiving } from './actor';
import { checkName, quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import { checkPolicy } from './policy';
import { LAST_ADMIN, takenName, unknownName } from './sentences';
import { type UserWithAccess, withAccess } from './user-access';
import { groupsToJoin } from './user-groups';

export interface UserDeps {
	readonly users: Users;
	readonly groups: Groups;
	readonly applications: Applications;
	readonly access: Access;
	readonly explain: typeof explain;
	readonly clock: Clock;
	readonly random: RandomSource;
	readonly actor: Actor;
}

export interface UserAdministration {
	/** A new user joins the group `Default` unless `groups` says otherwise. */
	create(input: {
		readonly username: string;
		readonly displayName?: string;
		readonly groups?: readonly string[];
	}): Promise<Outcome<User>>;
	get(username: string): Promise<Outcome<UserWithAccess>>;
	getAll(limit?: number): Promise<readonly User[]>;
	update(
		username: string,
		change: { readonly username?: string; readonly displayName?: string },
	): Promise<Outcome<User>>;
	/** Keys of a disabled user are refused until the user is enabled again (PF-9). */
	setState(username: string, state: 'enabled' | 'disabled'): Promise<Outcome<User>>;
	/** Deletes the user's keys too. */
	delete(username: string): Promise<Outcome<User>>;
	/** Why a call as this user would get through a trigger's policy or not. */
	explain(username: string, policy: Omit<Policy, 'allowAnonymous'>): Promise<Outcome<Explanation>>;
}

const NO_LIMITS = { addresses: undefined, applications: undefined };

export function userAdministration(deps: UserDeps): UserAdministration {
	const { users, groups, access, clock, random, actor } = deps;

	const change = async (username: string, input: UserChange): Promise<Outcome<User>> => {
		const changed = await users.change(username, input, clock.now());
		if (changed === 'unknown') return unknownName('user', username);
		if (changed === 'taken') return takenName('user', input.name ?? username);
		return changed === 'last-admin' ? LAST_ADMIN : done(changed);
	};

	const find = async (username: string): Promise<Outcome<User>> => {
		const user = await users.find(username);
		return user === undefined ? unknownName('user', username) : done(user);
	};

	return {
		getAll: (limit) => users.list(limit),
		setState: (username, state) => change(username, { enabled: state === 'enabled' }),

		async get(username) {
			const user = await find(username);
			if (user.kind === 'refused') return user;
			return done(await withAccess(deps, user.value));
		},

		async create({ username, displayName, groups: names }) {
			const name = checkName('user name', username);
			if (name.kind === 'refused') return name;
			const shown = checkName('display name', displayName || name.value);
			if (shown.kind === 'refused') return shown;
			const joined = await groupsToJoin(groups, names);
			if (joined.kind === 'refused') return joined;
			const groupIds = joined.value.map(({ id }) => id);
			const may = await checkGiving(actor, () => access.ofGroups(groupIds));
			if (may.kind === 'refused') return may;
			const now = clock.now();
			const user: User = {
				id: random.uuid(),
				name: name.value,
				displayName: shown.value,
				enabled: true,
				createdAt: now,
				updatedAt: now,
			};
			return (await users.add(user, groupIds)) === 'added'
				? done(user)
				: takenName('user', name.value);
		},

		async update(username, input) {
			const name =
				input.username === undefined ? undefined : checkName('user name', input.username);
			if (name?.kind === 'refused') return name;
			const displayName =
				input.displayName === undefined ? undefined : checkName('display name', input.displayName);
			if (displayName?.kind === 'refused') return displayName;
			if (name === undefined && displayName === undefined) {
				return refused(`Nothing to change for user ${quoted(username)}: add a field to update.`);
			}
			return await change(username, {
				...(name && { name: name.value }),
				...(displayName && { displayName: displayName.value }),
			});
		},

		async delete(username) {
			const found = await find(username);
			if (found.kind === 'refused') return found;
			const deleted = await users.delete(username);
			if (deleted === 'last-admin') return LAST_ADMIN;
			return deleted === 'deleted' ? found : unknownName('user', username);
		},

		async explain(username, wanted) {
			const user = await find(username);
			if (user.kind === 'refused') return user;
			const policy = await checkPolicy(deps, { ...wanted, allowAnonymous: false });
			if (policy.kind === 'refused') return policy;
			const facts = {
				user: user.value,
				access: await access.ofUser(user.value.id),
				limits: NO_LIMITS,
				address: undefined,
			};
			return done(deps.explain(facts, policy.value));
		},
	};
}
