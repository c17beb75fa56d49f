import { checkAddresses, checkApplications, checkExpiry } from './api-key-fields';
import {
	type ApiKeyDeps,
	current,
	describeAll,
	type DescribedApiKey,
	type IssuedApiKey,
	mayIssueFor,
	issueValue,
	show,
	unknownKey,
	unknownUser,
} from './issue-api-key';
import type { RateLimit } from '../store/rate-buckets';
import { checkPair, type KeyPairInput } from './key-pair-fields';
import { checkName, quoted } from './name';
import { type Outcome, refused } from './outcome';
import type { NamedKey } from './public-id';
import { checkRateLimit } from './rate-limit';
import { type ApiKeyRotation, rotateApiKey } from './rotate-api-key';
import { type ApiKeyUpdate, updateApiKey } from './update-api-key';

export type { DescribedApiKey, IssuedApiKey } from './issue-api-key';

export interface ApiKeyAdministration {
	/** A key, or a key pair: whose key and secret are both made here (IN-1). */
	generate(
		input: KeyPairInput & {
			/** Whom a direct key runs as, and whose a pair is. */
			readonly username: string;
			readonly name: string;
			/** A date and time in ISO 8601; never expires when absent or empty. */
			readonly expiresAt?: string;
			/** Addresses and CIDR ranges; works from anywhere when absent. */
			readonly addresses?: readonly string[];
			/** Names of applications; works in all of them when absent. */
			readonly applications?: readonly string[];
			/** Of all calls with the key together. */
			readonly rateLimit?: RateLimit;
		},
	): Promise<Outcome<IssuedApiKey>>;
	getAll(
		filter: NamedKey & {
			readonly username?: string;
			/** Only key pairs, not revoked, whose rotation date has passed (IN-13). */
			readonly isOverdue?: boolean;
			readonly limit?: number;
		},
	): Promise<readonly DescribedApiKey[]>;
	/**
	 * Gives the key a new value, a pair a new secret. The old one works for `graceSeconds` more, but not longer than it
	 * would have. Of several rotations at once one wins (NT-83).
	 */
	rotate(credentialId: string, input: ApiKeyRotation): Promise<Outcome<IssuedApiKey>>;
	/** Takes effect at the next call. */
	update(credentialId: string, update: ApiKeyUpdate): Promise<Outcome<DescribedApiKey>>;
	setState(credentialId: string, state: 'enabled' | 'disabled'): Promise<Outcome<DescribedApiKey>>;
	/** Final. */
	revoke(credentialId: string): Promise<Outcome<DescribedApiKey>>;
}

export function apiKeyAdministration(deps: ApiKeyDeps): ApiKeyAdministration {
	const { keys, credentials, users, applications, clock, random } = deps;

	return {
		async getAll({ isOverdue = false, ...filter }) {
			const overdue = isOverdue ? { toRotateAt: clock.now() } : {};
			return await describeAll(deps, await keys.list({ ...filter, ...overdue }));
		},

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
			const rateLimit = checkRateLimit(input.rateLimit);
			if (rateLimit.kind === 'refused') return rateLimit;
			const pair = await checkPair(deps, input, now);
			if (pair.kind === 'refused') return pair;
			const user = await users.find(input.username);
			if (user === undefined) return unknownUser(input.username);
			const may = await mayIssueFor(deps, user.id, pair.value);
			if (may.kind === 'refused') return may;

			const credentialId = random.uuid();
			const kind = pair.value === undefined ? 'direct' : 'pair';
			const { text, version } = issueValue(deps, kind, { userId: user.id, credentialId });
			const key = {
				...version,
				credentialId,
				name: name.value,
				expiresAt: expiry.value,
				addresses: addresses.value,
				applications: limitedTo.value,
				rateLimit: rateLimit.value,
				createdAt: now,
			};
			const added = await keys.add(user.id, key, pair.value);
			if (added === 'user-unknown') {
				return unknownUser(input.username);
			}
			return await show(deps, credentialId, text);
		},

		update: (credentialId, update) => updateApiKey(deps, credentialId, update),
		rotate: (credentialId, input) => rotateApiKey(deps, credentialId, input),

		async setState(credentialId, state) {
			switch (await credentials.setState(credentialId, state)) {
				case 'changed':
					return await current(deps, credentialId);
				case 'unknown':
					return unknownKey(credentialId);
				case 'revoked':
					return refused(
						`The API key ${quoted(credentialId)} is revoked for good: generate a new one.`,
					);
			}
		},

		async revoke(credentialId) {
			const revoked = await credentials.revoke(credentialId, clock.now());
			return revoked === 'unknown' ? unknownKey(credentialId) : await current(deps, credentialId);
		},
	};
}
