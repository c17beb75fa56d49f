import type { Access } from '../store/access';
import type { Clock } from '../store/clock';
import type { Credentials } from '../store/credentials';
import type { DomainKey, DomainKeyChange, DomainKeys } from '../store/domain-keys';
import { type LifeCycleState, stateAt } from '../store/life-cycle';
import type { RateLimit } from '../store/rate-buckets';
import type { Users } from '../store/users';
import { type Actor, checkGiving } from './actor';
import { checkExpiry } from './api-key-fields';
import { checkOrigins, checkOwnPrivileges } from './domain-key-fields';
import { issue, type IssueDeps } from './issue-credential';
import { checkName, quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import { checkRateLimit } from './rate-limit';
import { unknownName } from './sentences';

export interface DomainKeyDeps extends IssueDeps {
	readonly domainKeys: DomainKeys;
	/** The life cycle of domain keys. */
	readonly domainKeyLives: Credentials;
	readonly users: Pick<Users, 'find'>;
	readonly access: Pick<Access, 'ofUser'>;
	readonly clock: Clock;
	readonly actor: Actor;
}

/** A key with the state it is in now, and its value: anybody may read that (IB-18). */
export interface DescribedDomainKey extends DomainKey {
	readonly state: LifeCycleState;
}

export interface DomainKeyAdministration {
	create(input: {
		readonly username: string;
		readonly name: string;
		/** Origins of the pages that may use the key; at least one. */
		readonly origins: readonly string[];
		/** What calls with the key may use of what the user has. */
		readonly privileges: readonly string[];
		/** A date and time in ISO 8601; never expires when absent or empty. */
		readonly expiresAt?: string;
		/** Of the calls with the key from one address. */
		readonly rateLimit?: RateLimit;
	}): Promise<Outcome<DescribedDomainKey>>;
	getAll(filter: {
		readonly username?: string;
		readonly limit?: number;
	}): Promise<readonly DescribedDomainKey[]>;
	/** Takes effect at the next call. */
	update(
		credentialId: string,
		update: {
			readonly name?: string;
			readonly origins?: readonly string[];
			readonly privileges?: readonly string[];
			readonly rateLimit?: RateLimit | 'default';
		},
	): Promise<Outcome<DescribedDomainKey>>;
	setState(
		credentialId: string,
		state: 'enabled' | 'disabled',
	): Promise<Outcome<DescribedDomainKey>>;
	/** Final (IB-16). */
	revoke(credentialId: string): Promise<Outcome<DescribedDomainKey>>;
	/** Gives the key as it was. */
	delete(credentialId: string): Promise<Outcome<DescribedDomainKey>>;
}

type Update = Parameters<DomainKeyAdministration['update']>[1];

const unknownKey = (credentialId: string) =>
	refused(`There is no domain key with the id ${quoted(credentialId)}: choose one from the list.`);

async function checkUpdate(
	{ access }: DomainKeyDeps,
	{ userId, username }: DomainKey,
	update: Update,
): Promise<Outcome<DomainKeyChange>> {
	const change: { -readonly [Part in keyof DomainKeyChange]: DomainKeyChange[Part] } = {};
	if (update.name !== undefined) {
		const name = checkName('name of the domain key', update.name);
		if (name.kind === 'refused') return name;
		change.name = name.value;
	}
	if (update.origins !== undefined) {
		const origins = checkOrigins(update.origins);
		if (origins.kind === 'refused') return origins;
		change.origins = origins.value;
	}
	if (update.privileges !== undefined) {
		const user = { id: userId, name: username };
		const privileges = await checkOwnPrivileges(access, user, update.privileges);
		if (privileges.kind === 'refused') return privileges;
		change.privileges = privileges.value;
	}
	if (update.rateLimit !== undefined) {
		const limit = checkRateLimit(update.rateLimit === 'default' ? undefined : update.rateLimit);
		if (limit.kind === 'refused') return limit;
		change.rateLimit = limit.value;
	}
	return done(change);
}

export function domainKeyAdministration(deps: DomainKeyDeps): DomainKeyAdministration {
	const { domainKeys, domainKeyLives, users, access, clock, random, actor } = deps;
	const describe = (key: DomainKey): DescribedDomainKey => ({
		...key,
		state: stateAt(key, clock.now()),
	});
	const current = async (credentialId: string): Promise<Outcome<DescribedDomainKey>> => {
		const key = await domainKeys.find(credentialId);
		return key === undefined ? unknownKey(credentialId) : done(describe(key));
	};
	/** Whoever gives a key gives what its user has, so that an actor must have all of it (NT-81). */
	const mayGive = (userId: string) =>
		checkGiving(actor, async () => (await access.ofUser(userId)).grants);

	return {
		getAll: async (filter) => (await domainKeys.list(filter)).map(describe),

		async create(input) {
			const now = clock.now();
			const name = checkName('name of the domain key', input.name);
			if (name.kind === 'refused') return name;
			const origins = checkOrigins(input.origins);
			if (origins.kind === 'refused') return origins;
			const expiry = checkExpiry(input.expiresAt, now);
			if (expiry.kind === 'refused') return expiry;
			const rateLimit = checkRateLimit(input.rateLimit);
			if (rateLimit.kind === 'refused') return rateLimit;
			const user = await users.find(input.username);
			if (user === undefined) return unknownName('user', input.username);
			const privileges = await checkOwnPrivileges(access, user, input.privileges);
			if (privileges.kind === 'refused') return privileges;
			const may = await mayGive(user.id);
			if (may.kind === 'refused') return may;

			const credentialId = random.uuid();
			const { text, version } = issue(deps, 'domainkey', { userId: user.id, credentialId });
			const added = await domainKeys.add(user.id, {
				...version,
				credentialId,
				value: text,
				name: name.value,
				origins: origins.value,
				privileges: privileges.value,
				expiresAt: expiry.value,
				rateLimit: rateLimit.value,
				createdAt: now,
			});
			return added === 'added' ? await current(credentialId) : unknownName('user', input.username);
		},

		async update(credentialId, update) {
			const key = await domainKeys.find(credentialId);
			if (key === undefined) return unknownKey(credentialId);
			const change = await checkUpdate(deps, key, update);
			if (change.kind === 'refused') return change;
			if (Object.keys(change.value).length === 0) {
				return refused(
					`Nothing to change for the domain key ${quoted(credentialId)}: add a field to update.`,
				);
			}
			const may = await mayGive(key.userId);
			if (may.kind === 'refused') return may;
			const changed = await domainKeys.change(credentialId, change.value);
			return changed === 'unknown' ? unknownKey(credentialId) : await current(credentialId);
		},

		async setState(credentialId, state) {
			switch (await domainKeyLives.setState(credentialId, state)) {
				case 'changed':
					return await current(credentialId);
				case 'unknown':
					return unknownKey(credentialId);
				case 'revoked':
					return refused(
						`The domain key ${quoted(credentialId)} is revoked for good: create a new one.`,
					);
			}
		},

		async revoke(credentialId) {
			const revoked = await domainKeyLives.revoke(credentialId, clock.now());
			return revoked === 'unknown' ? unknownKey(credentialId) : await current(credentialId);
		},

		async delete(credentialId) {
			const key = await current(credentialId);
			if (key.kind === 'refused') return key;
			const deleted = await domainKeyLives.delete(credentialId);
			return deleted === 'unknown' ? unknownKey(credentialId) : key;
		},
	};
}
