import { formatPublicId } from '../crypto/credential-text';
import { formatPairKey } from '../crypto/pair-key-text';
import type { Access } from '../store/access';
import type { ApiKey, ApiKeys } from '../store/api-keys';
import type { Applications } from '../store/applications';
import type { Clock } from '../store/clock';
import type { Credentials, NewVersion } from '../store/credentials';
import type { KeyPair } from '../store/key-pairs';
import { type LifeCycleState, stateAt } from '../store/life-cycle';
import type { Users } from '../store/users';
import type { Actor } from './actor';
import { checkReach } from './client-reach';
import { issue, type IssueDeps } from './issue-credential';
import { quoted } from './name';
import { type Outcome, done, refused } from './outcome';

export interface ApiKeyDeps extends IssueDeps {
	readonly keys: ApiKeys;
	readonly credentials: Credentials;
	readonly users: Users;
	readonly applications: Applications;
	readonly access: Access;
	readonly clock: Clock;
	readonly actor: Actor;
	readonly pairSecretBrand: string;
}

/** A key with the state it is in now; nothing from which its text could be rebuilt. */
export interface DescribedApiKey extends Omit<ApiKey, 'pair'> {
	readonly state: LifeCycleState;
	/** How the values that the key has now begin, up to their secret parts; the newest first. */
	readonly publicIds: readonly string[];
	/** `undefined` for a direct key. The key of a pair is no secret. */
	readonly pair: (KeyPair & { readonly key: string }) | undefined;
}

/** A key at its birth or rotation: the only time that its text is known. */
export interface IssuedApiKey extends DescribedApiKey {
	readonly key: string;
	/** Of a key pair (IN-1, IB-1). */
	readonly secret?: string;
}

export const unknownKey = (credentialId: string) =>
	refused(`There is no API key with the id ${quoted(credentialId)}: choose one from the list.`);

export const unknownUser = (username: string) =>
	refused(`There is no user ${quoted(username)}: create the user first.`);

export async function describeAll(
	{ keys, clock, environment, brand, pairSecretBrand }: ApiKeyDeps,
	stored: readonly ApiKey[],
): Promise<readonly DescribedApiKey[]> {
	const now = clock.now();
	const ids = stored.map(({ credentialId }) => credentialId);
	const publicIds = await keys.publicIds(ids, now);
	return stored.map(({ pair, ...key }) => ({
		...key,
		state: stateAt(key, now),
		publicIds: (publicIds.get(key.credentialId) ?? []).map((publicId) =>
			formatPublicId(pair === undefined ? brand : pairSecretBrand, environment, publicId),
		),
		pair: pair && { ...pair, key: formatPairKey(environment, key.credentialId) },
	}));
}

/** Makes a value of a key: its text for whoever gets it, and what is stored of it. */
export function issueValue(
	deps: ApiKeyDeps,
	kind: 'direct' | 'pair',
	owner: { readonly userId: string; readonly credentialId: string },
): { readonly text: string; readonly version: NewVersion } {
	return kind === 'pair'
		? issue({ ...deps, brand: deps.pairSecretBrand }, 'keypair', owner)
		: issue(deps, 'apikey', owner);
}

/** A key as it is now. */
export async function current(
	deps: ApiKeyDeps,
	credentialId: string,
): Promise<Outcome<DescribedApiKey>> {
	const found = await deps.keys.find(credentialId);
	const [key] = await describeAll(deps, found === undefined ? [] : [found]);
	return key === undefined ? unknownKey(credentialId) : done(key);
}

/** A key as it is now, with the text of its new value: that is the secret of a pair. */
export async function show(
	deps: ApiKeyDeps,
	credentialId: string,
	text: string,
): Promise<Outcome<IssuedApiKey>> {
	const stored = await current(deps, credentialId);
	if (stored.kind === 'refused') return stored;
	const { pair } = stored.value;
	return done({ ...stored.value, ...(pair ? { key: pair.key, secret: text } : { key: text }) });
}

/**
 * Whoever gets a user's key can do what the user can, and those as whom a pair may act, so that an
 * actor must have all of it (NT-81).
 */
export async function mayIssueFor(
	deps: Pick<ApiKeyDeps, 'access' | 'actor'>,
	userId: string,
	pair?: { readonly actAs: KeyPair['actAs']; readonly userIds: readonly string[] },
): Promise<Outcome<undefined>> {
	const { actAs, userIds } = pair ?? { actAs: 'none' as const, userIds: [] };
	return await checkReach(deps, { actAs, userIds: [userId, ...userIds], groupIds: [] });
}

/** The same for a key that is there. */
export async function mayChange(
	deps: ApiKeyDeps,
	{ userId, pair }: Pick<DescribedApiKey, 'userId' | 'pair'>,
): Promise<Outcome<undefined>> {
	const reach = pair && { actAs: pair.actAs, userIds: pair.users.map(({ id }) => id) };
	return await mayIssueFor(deps, userId, reach);
}
