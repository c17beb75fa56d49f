import type { explain, Explanation } from '../authorization/explain';
import type { Demands } from '../authorization/may-call';
import type { RandomSource } from '../crypto/random';
import type { Access } from '../store/access';
import type { Applications } from '../store/applications';
import type { Clock } from '../store/clock';
import type { Groups } from '../store/groups';
import type { RateLimit } from '../store/rate-buckets';
import type { User, UserChange, Users } from '../store/users';
import { type Actor, checkGiving } from './actor';
import { checkName, quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import { checkDemands } from './policy';
import { checkRateLimit } from './rate-limit';
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
		/** Whom other systems know the user as, such as Interact's person id. */
		readonly personId?: string;
		readonly groups?: readonly string[];
		/** Of all calls as this user together. */
		readonly rateLimit?: RateLimit;
	}): Promise<Outcome<User>>;
	get(username: string): Promise<Outcome<UserWithAccess>>;
	getAll(limit?: number): Promise<readonly User[]>;
	update(
		username: string,
		change: {
			readonly username?: string;
			readonly displayName?: string;
			/** Taken away by an empty text. */
			readonly personId?: string;
			readonly rateLimit?: RateLimit | 'none';
		},
	): Promise<Outcome<User>>;
	/** Keys of a disabled user are refused until the user is enabled again (PF-9). */
	setState(username: string, state: 'enabled' | 'disabled'): Promise<Outcome<User>>;
	/** Deletes the user's keys too. */
	delete(username: string): Promise<Outcome<User>>;
	/** Why a call as this user would get through a trigger's policy or not. */
	explain(username: string, policy: Omit<Demands, 'allowAnonymous'>): Promise<Outcome<Explanation>>;
}

const NO_LIMITS = { addresses: undefined, applications: undefined };

/** `undefined` where there is none. */
const checkPersonId = (personId: string | undefined): Outcome<string> | undefined =>
	personId === undefined || personId === '' ? undefined : checkName('person ID', personId);

const takenPersonId = (personId: string) =>
	refused(`Another user has the person ID ${quoted(personId)}: choose another one.`);

export function userAdministration(deps: UserDeps): UserAdministration {
	const { users, groups, access, clock, random, actor } = deps;

	const change = async (username: string, input: UserChange): Promise<Outcome<User>> => {
		const changed = await users.change(username, input, clock.now());
		if (changed === 'unknown') return unknownName('user', username);
		if (changed === 'taken') return takenName('user', input.name ?? username);
		if (changed === 'person-taken') return takenPersonId(input.personId ?? '');
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

		async create({ username, displayName, personId, groups: names, rateLimit }) {
			const name = checkName('user name', username);
			if (name.kind === 'refused') return name;
			const shown = checkName('display name', displayName || name.value);
			if (shown.kind === 'refused') return shown;
			const person = checkPersonId(personId);
			if (person?.kind === 'refused') return person;
			const limit = checkRateLimit(rateLimit);
			if (limit.kind === 'refused') return limit;
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
				personId: person?.value,
				enabled: true,
				rateLimit: limit.value,
				createdAt: now,
				updatedAt: now,
			};
			switch (await users.add(user, groupIds)) {
				case 'added':
					return done(user);
				case 'taken':
					return takenName('user', name.value);
				case 'person-taken':
					return takenPersonId(person?.value ?? '');
			}
		},

		async update(username, input) {
			const name =
				input.username === undefined ? undefined : checkName('user name', input.username);
			if (name?.kind === 'refused') return name;
			const displayName =
				input.displayName === undefined ? undefined : checkName('display name', input.displayName);
			if (displayName?.kind === 'refused') return displayName;
			const { rateLimit, personId } = input;
			const person = checkPersonId(personId);
			if (person?.kind === 'refused') return person;
			const limit = rateLimit === 'none' ? undefined : checkRateLimit(rateLimit);
			if (limit?.kind === 'refused') return limit;
			const said = [name, displayName, personId, rateLimit];
			if (said.every((part) => part === undefined)) {
				return refused(`Nothing to change for user ${quoted(username)}: add a field to update.`);
			}
			return await change(username, {
				...(name && { name: name.value }),
				...(displayName && { displayName: displayName.value }),
				...(personId === undefined ? {} : { personId: person?.value ?? '' }),
				...(rateLimit && { rateLimit }),
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
			const policy = await checkDemands(deps, { ...wanted, allowAnonymous: false });
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
