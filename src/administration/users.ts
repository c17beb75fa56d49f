import type { RandomSource } from '../crypto/random';
import type { Clock } from '../store/clock';
import type { User, UserChange, Users } from '../store/users';
import { checkName, quoted } from './name';
import { type Outcome, done, refused } from './outcome';

export interface UserDeps {
	readonly users: Users;
	readonly clock: Clock;
	readonly random: RandomSource;
}

export interface UserAdministration {
	create(input: {
		readonly username: string;
		readonly displayName?: string;
	}): Promise<Outcome<User>>;
	get(username: string): Promise<Outcome<User>>;
	getAll(limit?: number): Promise<readonly User[]>;
	update(
		username: string,
		change: { readonly username?: string; readonly displayName?: string },
	): Promise<Outcome<User>>;
	/** Keys of a disabled user are refused until the user is enabled again (PF-9). */
	setState(username: string, state: 'enabled' | 'disabled'): Promise<Outcome<User>>;
	/** Deletes the user's keys too. */
	delete(username: string): Promise<Outcome<User>>;
}

const unknown = (username: string) =>
	refused(`There is no user ${quoted(username)}: choose one from the list or create it first.`);
const taken = (username: string) =>
	refused(`A user ${quoted(username)} exists already (case does not matter): choose another name.`);

export function userAdministration({ users, clock, random }: UserDeps): UserAdministration {
	const change = async (username: string, input: UserChange): Promise<Outcome<User>> => {
		const changed = await users.change(username, input, clock.now());
		if (changed === 'unknown') return unknown(username);
		if (changed === 'taken') return taken(input.name ?? username);
		return done(changed);
	};

	const get = async (username: string): Promise<Outcome<User>> => {
		const user = await users.find(username);
		return user === undefined ? unknown(username) : done(user);
	};

	return {
		get,
		getAll: (limit) => users.list(limit),
		setState: (username, state) => change(username, { enabled: state === 'enabled' }),

		async create({ username, displayName }) {
			const name = checkName('user name', username);
			if (name.kind === 'refused') return name;
			const shown = checkName('display name', displayName || name.value);
			if (shown.kind === 'refused') return shown;
			const now = clock.now();
			const user: User = {
				id: random.uuid(),
				name: name.value,
				displayName: shown.value,
				enabled: true,
				createdAt: now,
				updatedAt: now,
			};
			return (await users.add(user)) === 'added' ? done(user) : taken(name.value);
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
			const found = await get(username);
			if (found.kind === 'refused') return found;
			return (await users.delete(username)) === 'deleted' ? found : unknown(username);
		},
	};
}
