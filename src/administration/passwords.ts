import type { Mistake } from '../secrets/mistake';
import type { Envelope } from '../secrets/sealed-envelope';
import type { Access } from '../store/access';
import type { Clock, Instant } from '../store/clock';
import type { Passwords, StoredPassword } from '../store/passwords';
import type { User, Users } from '../store/users';
import { type Actor, checkGiving } from './actor';
import { type Outcome, done, type Refused, refused } from './outcome';
import { unknownName } from './sentences';

export interface PasswordDeps {
	readonly users: Pick<Users, 'find'>;
	readonly access: Pick<Access, 'ofUser'>;
	readonly passwords: Passwords;
	/** Makes what is stored of a password; `busy` where too many are being made. */
	readonly digestPassword: (userId: string, password: string) => Promise<StoredPassword | 'busy'>;
	/** Opens a password that is sealed for the user of this name. */
	readonly openSealedPassword: (sealed: string, name: string, now: Instant) => Outcome<Envelope>;
	readonly replayedPassword: (name: string) => Refused;
	readonly parsePassword: (value: string) => { readonly kind: 'secret' } | Mistake;
	readonly clock: Clock;
	readonly actor: Actor;
}

/** Passwords of users. No node's parameter holds one: it arrives sealed, or over a one-time page. */
export interface PasswordAdministration {
	/** The one before no longer works, nor does what was had by it. */
	set(username: string, password: string): Promise<Outcome<User>>;
	/** The same with one that is sealed for the realm's public key. It is taken once. */
	setSealed(username: string, sealed: string): Promise<Outcome<User>>;
	/** Whether the password of this user could be set, once it is there. */
	check(username: string): Promise<Outcome<User>>;
	/** The user can no longer log in; what was had by the password ends. */
	remove(username: string): Promise<Outcome<User>>;
}

export function passwordAdministration(deps: PasswordDeps): PasswordAdministration {
	const { users, access, passwords, digestPassword, clock, actor } = deps;
	const { openSealedPassword, replayedPassword, parsePassword } = deps;

	/** Whoever sets a user's password can log in as the user, so that an actor must have all of it. */
	const find = async (username: string): Promise<Outcome<User>> => {
		const user = await users.find(username);
		if (user === undefined) return unknownName('user', username);
		const may = await checkGiving(actor, async () => (await access.ofUser(user.id)).grants);
		return may.kind === 'refused' ? may : done(user);
	};

	const keep = async (
		user: User,
		password: string,
		envelope?: Envelope,
	): Promise<Outcome<User>> => {
		const stored = await digestPassword(user.id, password);
		if (stored === 'busy') {
			return refused('Too many passwords are being checked at this moment: try again.');
		}
		if ((await passwords.set(user.id, stored, clock.now(), envelope)) === 'set') return done(user);
		return envelope !== undefined && (await passwords.wasUsed(envelope))
			? replayedPassword(user.name)
			: unknownName('user', user.name);
	};

	return {
		check: find,
		async set(username, password) {
			const parsed = parsePassword(password);
			if (parsed.kind === 'mistake') return refused(parsed.sentence);
			const user = await find(username);
			return user.kind === 'refused' ? user : await keep(user.value, password);
		},
		async setSealed(username, sealed) {
			const user = await find(username);
			if (user.kind === 'refused') return user;
			const { name } = user.value;
			const opened = openSealedPassword(sealed, name, clock.now());
			if (opened.kind === 'refused') return opened;
			if (await passwords.wasUsed(opened.value)) return replayedPassword(name);
			return await keep(user.value, opened.value.value.reveal(), opened.value);
		},
		async remove(username) {
			const user = await find(username);
			if (user.kind === 'refused') return user;
			await passwords.remove(user.value.id, clock.now());
			return user;
		},
	};
}
