import { type Environment, generateCredential } from '../crypto/credential-text';
import type { Digests } from '../crypto/digest';
import type { RandomSource } from '../crypto/random';
import type { ApiKey, ApiKeys } from '../store/api-keys';
import type { Clock, Instant } from '../store/clock';
import { type LifeCycleState, stateAt } from '../store/life-cycle';
import { checkName, quoted } from './name';
import { type Outcome, done, refused } from './outcome';

export interface ApiKeyDeps {
	readonly keys: ApiKeys;
	readonly digests: Digests;
	readonly clock: Clock;
	readonly random: RandomSource;
	readonly brand: string;
	readonly environment: Environment;
	/** Version of the realm key that `digests` is keyed with. */
	readonly pepperVersion: number;
}

/** A key with the state it is in now; nothing from which its text could be rebuilt. */
export interface DescribedApiKey extends ApiKey {
	readonly state: LifeCycleState;
}

/** A key at its birth: the only time that its text is known. */
export interface IssuedApiKey extends DescribedApiKey {
	readonly key: string;
}

export interface ApiKeyAdministration {
	generate(input: {
		readonly username: string;
		readonly name: string;
		/** A date and time in ISO 8601; never expires when absent or empty. */
		readonly expiresAt?: string;
	}): Promise<Outcome<IssuedApiKey>>;
	getAll(filter: {
		readonly username?: string;
		readonly limit?: number;
	}): Promise<readonly DescribedApiKey[]>;
	setState(credentialId: string, state: 'enabled' | 'disabled'): Promise<Outcome<DescribedApiKey>>;
	/** Final. */
	revoke(credentialId: string): Promise<Outcome<DescribedApiKey>>;
}

const unknown = (credentialId: string) =>
	refused(`There is no API key with the id ${quoted(credentialId)}: choose one from the list.`);

function checkExpiry(text: string | undefined, now: Instant): Outcome<Instant | undefined> {
	if (text === undefined || text.trim() === '') return done(undefined);
	const instant = Date.parse(text);
	if (Number.isNaN(instant)) {
		return refused(`The expiry ${quoted(text)} is not a date: write it like 2030-12-31T00:00:00Z.`);
	}
	if (instant <= now) return refused(`The expiry ${quoted(text)} has passed: choose a later time.`);
	return done(instant);
}

export function apiKeyAdministration(deps: ApiKeyDeps): ApiKeyAdministration {
	const { keys, digests, clock, random, brand, environment, pepperVersion } = deps;

	const describe = (key: ApiKey): DescribedApiKey => ({ ...key, state: stateAt(key, clock.now()) });

	const current = async (credentialId: string): Promise<Outcome<DescribedApiKey>> => {
		const key = await keys.find(credentialId);
		return key === undefined ? unknown(credentialId) : done(describe(key));
	};

	return {
		getAll: async (filter) => (await keys.list(filter)).map(describe),

		async generate(input) {
			const now = clock.now();
			const name = checkName('name of the API key', input.name);
			if (name.kind === 'refused') return name;
			const expiry = checkExpiry(input.expiresAt, now);
			if (expiry.kind === 'refused') return expiry;

			const { text, publicId, secret } = generateCredential(brand, environment, random.bytes);
			const credentialId = random.uuid();
			const added = await keys.add(input.username, {
				credentialId,
				name: name.value,
				publicId,
				digest: digests.of('apikey', secret),
				pepperVersion,
				expiresAt: expiry.value,
				createdAt: now,
			});
			if (added === 'user-unknown') {
				return refused(`There is no user ${quoted(input.username)}: create the user first.`);
			}
			const stored = await current(credentialId);
			return stored.kind === 'refused' ? stored : done({ ...stored.value, key: text });
		},

		async setState(credentialId, state) {
			switch (await keys.setState(credentialId, state)) {
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
			const revoked = await keys.revoke(credentialId, clock.now());
			return revoked === 'unknown' ? unknown(credentialId) : await current(credentialId);
		},
	};
}
