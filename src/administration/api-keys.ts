import { checkAddresses, checkApplications, checkExpiry } from './api-key-fields';
import {
	type ApiKeyDeps,
	current,
	describe,
	type DescribedApiKey,
	issue,
	type IssuedApiKey,
	mayIssueFor,
	show,
	unknownKey,
	unknownUser,
} from './issue-api-key';
import { checkName, quoted } from './name';
import { type Outcome, refused } from './outcome';
import { rotateApiKey, type Rotation } from './rotate-api-key';

export type { DescribedApiKey, IssuedApiKey } from './issue-api-key';

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
	rotate(credentialId: string, input: Rotation): Promise<Outcome<IssuedApiKey>>;
	setState(credentialId: string, state: 'enabled' | 'disabled'): Promise<Outcome<DescribedApiKey>>;
	/** Final. */
	revoke(credentialId: string): Promise<Outcome<DescribedApiKey>>;
}

export function apiKeyAdministration(deps: ApiKeyDeps): ApiKeyAdministration {
	const { keys, credentials, applications, clock, random } = deps;

	return {
		getAll: async (filter) => (await keys.list(filter)).map((key) => describe(deps, key)),

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
			const may = await mayIssueFor(deps, input.username);
			if (may.kind === 'refused') return may;

			const { text, version } = issue(deps);
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
				return unknownUser(input.username);
			}
			return await show(deps, credentialId, text);
		},

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
