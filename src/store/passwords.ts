import { type Compilable, expressionBuilder } from 'kysely';

import { changeAccess, changed } from './access-change';
import { canonicalName } from './canonical-name';
import type { Instant } from './clock';
import { endingPasswordTokens } from './end-password-tokens';
import { Fault } from './fault';
import { isUnused, type RealmEnvelope, takeEnvelope, wasUsed } from './realm-envelopes';
import type { Schema } from './schema';
import { isStorable } from './storable-text';
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
	/** Whether a sealed password was taken before. */
	wasUsed(envelope: RealmEnvelope): Promise<boolean>;
	/**
	 * Replaces the one that was there, whose tokens end; not with an envelope that was used. Consents
	 * stay, and what clients have by them.
	 */
	set(
		userId: string,
		password: StoredPassword,
		now: Instant,
		envelope?: RealmEnvelope,
	): Promise<'set' | 'refused'>;
	/** Its tokens end too. */
	remove(userId: string, now: Instant): Promise<'removed' | 'absent'>;
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
	const eb = expressionBuilder<Schema>();
	const passwordOf = (userId: string) =>
		eb
			.selectFrom('user_password')
			.select('user_password.user_id')
			.where('user_password.user_id', '=', userId);
	/** Changes a password and ends what the one before brought; says whether it did. */
	const change = async (userId: string, statements: readonly Compilable[], now: Instant) => {
		const ending = endingPasswordTokens(store, { realmId, userId }, now);
		if (!changed(await changeAccess(store, realmId, [...statements, ...ending]))) return false;
		// A token may have been added beside this, before the change could be seen and after tokens ended.
		await store.transaction(ending);
		return true;
	};

	return {
		wasUsed: (envelope) => wasUsed(store, realmId, envelope),
		async findByUsername(username) {
			if (!isStorable(username)) return undefined;
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
		async set(userId, { salt, cost, digest, pepperVersion }, now, envelope) {
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
				.expression(({ val, and }) =>
					usersOfRealm()
						.select([
							val(columns.salt).as('salt'),
							val(columns.cost).as('cost'),
							val(columns.digest).as('digest'),
							val(columns.pepper_version).as('pepper_version'),
							val(columns.changed_at).as('changed_at'),
						])
						.where('id', '=', userId)
						.where(envelope === undefined ? and([]) : isUnused(realmId, envelope)),
				)
				.onConflict((conflict) => conflict.column('user_id').doUpdateSet(columns));
			const isSet = eb.exists(passwordOf(userId).where('user_password.digest', '=', digest));
			const taken = envelope && takeEnvelope(store, realmId, envelope, isSet, now);
			return (await change(userId, [insert, ...(taken ?? [])], now)) ? 'set' : 'refused';
		},
		async remove(userId, now) {
			const remove = db
				.deleteFrom('user_password')
				.where('user_id', '=', userId)
				.where('user_id', 'in', usersOfRealm());
			return (await change(userId, [remove], now)) ? 'removed' : 'absent';
		},
	};
}
