import type { Access } from '../store/access';
import type { Clock } from '../store/clock';
import type { Passwords, StoredPassword } from '../store/passwords';
import type { User, Users } from '../store/users';
import { type Actor, checkGiving } from './actor';
import { type Outcome, done, refused } from './outcome';
import { unknownName } from './sentences';

const LEAST_LETTERS = 8;
const MOST_LETTERS = 1000;

export interface PasswordDeps {
	readonly users: Pick<Users, 'find'>;
	readonly access: Pick<Access, 'ofUser'>;
	readonly passwords: Passwords;
	/** Makes what is stored of a password; `busy` where too many are being made. */
	readonly digestPassword: (userId: string, password: string) => Promise<StoredPassword | 'busy'>;
	readonly clock: Clock;
	readonly actor: Actor;
}

/** Passwords of users. No node's parameter holds one: it arrives sealed, or over a one-time page. */
export interface PasswordAdministration {
	/** The one before no longer works. */
	set(username: string, password: string): Promise<Outcome<User>>;
	/** The user can no longer log in. */
	remove(username: string): Promise<Outcome<User>>;
}

/** Counted in letters as people see them, and never repeated. NIST SP 800-63B section 5.1.1.2. */
function checkPassword(password: string): Outcome<string> {
	if (password.length > MOST_LETTERS) {
		return refused(`The password is too long: use at most ${String(MOST_LETTERS)} letters.`);
	}
	return [...password.normalize('NFC')].length < LEAST_LETTERS
		? refused(`The password is too short: use at least ${String(LEAST_LETTERS)} letters.`)
		: done(password);
}

export function passwordAdministration(deps: PasswordDeps): PasswordAdministration {
	const { users, access, passwords, digestPassword, clock, actor } = deps;

	/** Whoever sets a user's password can log in as the user, so that an actor must have all of it. */
	const find = async (username: string): Promise<Outcome<User>> => {
		const user = await users.find(username);
		if (user === undefined) return unknownName('user', username);
		const may = await checkGiving(actor, async () => (await access.ofUser(user.id)).grants);
		return may.kind === 'refused' ? may : done(user);
	};

	return {
		async set(username, given) {
			const password = checkPassword(given);
			if (password.kind === 'refused') return password;
			const user = await find(username);
			if (user.kind === 'refused') return user;
			const stored = await digestPassword(user.value.id, password.value);
			if (stored === 'busy') {
				return refused('Too many passwords are being checked at this moment: try again.');
			}
			const set = await passwords.set(user.value.id, stored, clock.now());
			return set === 'set' ? user : unknownName('user', username);
		},
		async remove(username) {
			const user = await find(username);
			if (user.kind === 'refused') return user;
			await passwords.remove(user.value.id);
			return user;
		},
	};
}
