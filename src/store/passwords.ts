import { changeAccess, changed } from './access-change';
import { canonicalName } from './canonical-name';
import type { Instant } from './clock';
import { Fault } from './fault';
import type { Store } from './store';

/** What is stored of a password: nothing to rebuild it from. */
export interface StoredPassword {
	/** 16 bytes as base64url. */
	readonly salt: string;
	/** Of Argon2id: memory in KiB, passes, lanes. */
	readonly cost: { readonly memory: number; readonly passes: number; readonly parallelism: number };
	/** Keyed, of what Argon2id made. */
	readonly digest: string;
	readonly pepperVersion: number;
}

/** A user with the password, where there is one. */
export interface LogInUser {
	readonly id: string;
	readonly name: string;
	readonly enabled: boolean;
	readonly password: StoredPassword | undefined;
}

/** The passwords of the users of one realm. */
export interface Passwords {
	findByUsername(username: string): Promise<LogInUser | undefined>;
	/** Replaces the one that was there. */
	set(userId: string, password: StoredPassword, now: Instant): Promise<'set' | 'user-unknown'>;
	remove(userId: string): Promise<'removed' | 'absent'>;
}

function costIn(text: string): StoredPassword['cost'] {
	const {
		memory = 0,
		passes = 0,
		parallelism = 0,
	} = JSON.parse(text) as Partial<StoredPassword['cost']>;
	if ([memory, passes, parallelism].every((part) => Number.isInteger(part) && part > 0)) {
		return { memory, passes, parallelism };
	}
	throw new Fault('store-unavailable', 'The password of a user in the database is damaged.');
}

export function passwordsOf(store: Store, realmId: string): Passwords {
	const { db } = store;
	const usersOfRealm = () =>
		db.selectFrom('realm_user').select('id').where('realm_id', '=', realmId);

	return {
		async findByUsername(username) {
			const row = await db
				.selectFrom('realm_user')
				.leftJoin('user_password', 'user_password.user_id', 'realm_user.id')
				.select([
					'realm_user.id',
					'realm_user.name',
					'realm_user.enabled',
					'user_password.salt',
					'user_password.cost',
					'user_password.digest',
					'user_password.pepper_version',
				])
				.where('realm_user.realm_id', '=', realmId)
				.where('realm_user.name_key', '=', canonicalName(username))
				.executeTakeFirst();
			if (row === undefined) return undefined;
			const { salt, cost, digest, pepper_version: pepperVersion } = row;
			const isSet = salt !== null && cost !== null && digest !== null && pepperVersion !== null;
			return {
				id: row.id,
				name: row.name,
				enabled: row.enabled === 1,
				password: isSet ? { salt, cost: costIn(cost), digest, pepperVersion } : undefined,
			};
		},
		async set(userId, { salt, cost, digest, pepperVersion }, now) {
			const columns = {
				salt,
				cost: JSON.stringify(cost),
				digest,
				pepper_version: pepperVersion,
				changed_at: now,
			};
			const insert = db
				.insertInto('user_password')
				.columns(['user_id', 'salt', 'cost', 'digest', 'pepper_version', 'changed_at'])
				.expression(({ val }) =>
					usersOfRealm()
						.select([
							val(columns.salt).as('salt'),
							val(columns.cost).as('cost'),
							val(columns.digest).as('digest'),
							val(columns.pepper_version).as('pepper_version'),
							val(columns.changed_at).as('changed_at'),
						])
						.where('id', '=', userId),
				)
				.onConflict((conflict) => conflict.column('user_id').doUpdateSet(columns));
			return changed(await changeAccess(store, realmId, [insert])) ? 'set' : 'user-unknown';
		},
		async remove(userId) {
			const remove = db
				.deleteFrom('user_password')
				.where('user_id', '=', userId)
				.where('user_id', 'in', usersOfRealm());
			return changed(await changeAccess(store, realmId, [remove])) ? 'removed' : 'absent';
		},
	};
}
