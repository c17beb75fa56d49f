import type { Access } from '../store/access';
import type { ClientSettings } from '../store/client-settings';
import type { User, Users } from '../store/users';
import { canonicalName } from '../store/canonical-name';
import { type Actor, checkGiving } from './actor';
import { quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import { unknownName } from './sentences';

const MOST_USERS = 500;

/** Users as whom somebody may act: none, whoever is named, or any (VE-16, IN-5). */
export type ActAs = 'none' | 'any' | { readonly usernames: readonly string[] };

export interface ReachPorts {
	readonly users: Pick<Users, 'find'>;
	readonly access: Pick<Access, 'ofUser' | 'ofGroups'>;
	readonly actor: Actor;
}

/** What somebody can do who holds a client. */
export interface Reach {
	readonly actAs: ClientSettings['actAs'];
	readonly userIds: readonly string[];
	readonly groupIds: readonly string[];
}

export async function findActAs(
	{ users }: Pick<ReachPorts, 'users'>,
	actAs: ActAs,
): Promise<Outcome<Pick<Reach, 'actAs' | 'userIds'>>> {
	if (actAs === 'none' || actAs === 'any') return done({ actAs, userIds: [] });
	const names = new Map(actAs.usernames.map((name) => [canonicalName(name), name]));
	if (names.size > MOST_USERS) {
		return refused(`There are more than ${String(MOST_USERS)} users to act as: name fewer.`);
	}
	const found: User[] = [];
	for (const name of names.values()) {
		const user = await users.find(name);
		if (user === undefined) return unknownName('user', name);
		found.push(user);
	}
	const userIds = found.map(({ id }) => id);
	return done({ actAs: userIds.length === 0 ? 'none' : 'listed', userIds });
}

/**
 * Whoever holds a client or a key pair can do what its groups and its users can, so that an actor
 * must have all of it; who may act as anybody, only the operator makes (NT-81).
 */
export async function checkReach(
	{ access, actor }: Pick<ReachPorts, 'access' | 'actor'>,
	{ actAs, userIds, groupIds }: Reach,
): Promise<Outcome<undefined>> {
	if (actor.kind === 'operator') return done(undefined);
	if (actAs === 'any') {
		return refused(
			`The user ${quoted(actor.name)} cannot let anybody act as any user: only the operator can.`,
		);
	}
	return await checkGiving(actor, async () => {
		const ofUsers = await Promise.all(userIds.map((id) => access.ofUser(id)));
		return [...(await access.ofGroups(groupIds)), ...ofUsers.flatMap(({ grants }) => grants)];
	});
}
