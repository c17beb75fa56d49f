import { type Environment, generateCredential } from '../crypto/credential-text';
import type { Digests } from '../crypto/digest';
import type { RandomSource } from '../crypto/random';
import type { Access } from '../store/access';
import type { ApiKey, ApiKeys } from '../store/api-keys';
import type { Applications } from '../store/applications';
import type { Clock } from '../store/clock';
import type { Credentials } from '../store/credentials';
import { graceEnd, type LifeCycleState, stateAt } from '../store/life-cycle';
import type { Users } from '../store/users';
import { type Actor, checkGiving } from './actor';
import { checkAddresses, checkApplications, checkExpiry, checkGrace } from './api-key-fields';
import { checkName, quoted } from './name';
import { type Outcome, done, refused } from './outcome';

export interface ApiKeyDeps {
	readonly keys: ApiKeys;
	readonly credentials: Credentials;
	readonly users: Users;
	readonly applications: Applications;
	readonly access: Access;
	readonly digests: Digests;
	readonly clock: Clock;
	readonly random: RandomSource;
	readonly brand: string;
	readonly environment: Environment;
	/** Version of the realm key that `digests` is keyed with. */
	readonly pepperVersion: number;
	readonly actor: Actor;
}

/** A key with the state it is in now; nothing from which its text could be rebuilt. */
export interface DescribedApiKey extends ApiKey {
	readonly state: LifeCycleState;
}

/** A key at its birth or rotation: the only time that its text is known. */
export interface IssuedApiKey extends DescribedApiKey {
	readonly key: string;
}

export interface ApiKeyAdministration {
	generate(input: {
		readonly username: string;
		readonly name: string;
		/** A date and time in ISO 8601; never expires when absent or empty. */
		readonly expiresAt?: string;
		/** Addresses and CIDR ranges; works from anywhere when absent. */
		readonly addresses?: readonly string[];
		/** Names of applications; works in all of them when absent. */
		readonly applications?: readonly string[];
	}): Promise<Outcome<IssuedApiKey>>;
	getAll(filter: {
		readonly username?: string;
		readonly limit?: number;
	}): Promise<readonly DescribedApiKey[]>;
	/**
	 * Gives the key a new value. The old one works for `graceSeconds` more, but not longer than it
	 * would have. Of several rotations at once one wins (NT-83).
	 */
	rotate(
		credentialId: string,
		input: { readonly graceSeconds: number; readonly expiresAt?: string },
	): Promise<Outcome<IssuedApiKey>>;
	setState(credentialId: string, state: 'enabled' | 'disabled'): Promise<Outcome<DescribedApiKey>>;
	/** Final. */
	revoke(credentialId: string): Promise<Outcome<DescribedApiKey>>;
}

const unknown = (credentialId: string) =>
	refused(`There is no API key with the id ${quoted(credentialId)}: choose one from the list.`);

export function apiKeyAdministration(deps: ApiKeyDeps): ApiKeyAdministration {
	const { keys, credentials, users, applications, access, clock, random, actor } = deps;

	const describe = (key: ApiKey): DescribedApiKey => ({ ...key, state: stateAt(key, clock.now()) });

	const current = async (credentialId: string): Promise<Outcome<DescribedApiKey>> => {
		const key = await keys.find(credentialId);
		return key === undefined ? unknown(credentialId) : done(describe(key));
	};

	const issue = () => {
		const { text, publicId, secret } = generateCredential(
			deps.brand,
			deps.environment,
			random.bytes,
		);
		const digest = deps.digests.of('apikey', secret);
		return { text, version: { publicId, digest, pepperVersion: deps.pepperVersion } };
	};

	const show = async (credentialId: string, text: string): Promise<Outcome<IssuedApiKey>> => {
		const stored = await current(credentialId);
		return stored.kind === 'refused' ? stored : done({ ...stored.value, key: text });
	};

	/** Whoever gets a user's key can do what the user can. */
	const mayIssueFor = async (username: string): Promise<Outcome<undefined>> => {
		const user = await users.find(username);
		if (user === undefined) {
			return refused(`There is no user ${quoted(username)}: create the user first.`);
		}
		return await checkGiving(actor, async () => (await access.ofUser(user.id)).grants);
	};

	return {
		getAll: async (filter) => (await keys.list(filter)).map(describe),

		async generate(input) {
			const now = clock.now();
			const name = checkName('name of the API key', input.name);
			if (name.kind === 'refused') return name;
			const expiry = checkExpiry(input.expiresAt, now);
			if (expiry.kind === 'refused') return expiry;
			const addresses = checkAddresses(input.addresses);
			if (addresses.kind === 'refused') return addresses;
			const limitedTo = await checkApplications(applications, input.applications);
			if (limitedTo.kind === 'refused') return limitedTo;
			const may = await mayIssueFor(input.username);
			if (may.kind === 'refused') return may;

			const { text, version } = issue();
			const credentialId = random.uuid();
			const added = await keys.add(input.username, {
				...version,
				credentialId,
				name: name.value,
				expiresAt: expiry.value,
				addresses: addresses.value,
				applications: limitedTo.value,
				createdAt: now,
			});
			if (added === 'user-unknown') {
				return refused(`There is no user ${quoted(input.username)}: create the user first.`);
			}
			return await show(credentialId, text);
		},

		async rotate(credentialId, { graceSeconds, expiresAt }) {
			const now = clock.now();
			const grace = checkGrace(graceSeconds);
			if (grace.kind === 'refused') return grace;
			const expiry = checkExpiry(expiresAt, now);
			if (expiry.kind === 'refused') return expiry;
			const key = await current(credentialId);
			if (key.kind === 'refused') return key;
			const { state, username, version: supersedes } = key.value;
			if (state === 'revoked' || state === 'expired') {
				return refused(
					`The API key ${quoted(credentialId)} is ${state} and cannot be rotated: generate a new one.`,
				);
			}
			const may = await mayIssueFor(username);
			if (may.kind === 'refused') return may;

			const { text, version } = issue();
			const rotation = {
				...version,
				supersedes,
				graceEndsAt: graceEnd(key.value, now, grace.value),
				...(expiry.value === undefined ? {} : { expiresAt: expiry.value }),
			};
			if ((await credentials.rotate(credentialId, rotation, now)) === 'rotated') {
				return await show(credentialId, text);
			}
			return refused(
				`The API key ${quoted(credentialId)} was rotated or revoked by somebody else just now: look at it again.`,
			);
		},

		async setState(credentialId, state) {
			switch (await credentials.setState(credentialId, state)) {
				case 'changed':
					return await current(credentialId);
				case 'unknown':
					return unknown(credentialId);
				case 'revoked':
					return refused(
						`The API key ${quoted(credentialId)} is revoked for good: generate a new one.`,
					);
			}
		},

		async revoke(credentialId) {
			const revoked = await credentials.revoke(credentialId, clock.now());
			return revoked === 'unknown' ? unknown(credentialId) : await current(credentialId);
		},
	};
}
