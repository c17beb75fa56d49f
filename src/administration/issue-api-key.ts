import { type Environment, generateCredential } from '../crypto/credential-text';
import type { Digests } from '../crypto/digest';
import type { RandomSource } from '../crypto/random';
import type { Access } from '../store/access';
import type { ApiKey, ApiKeys } from '../store/api-keys';
import type { Applications } from '../store/applications';
import type { Clock } from '../store/clock';
import type { Credentials, NewVersion } from '../store/credentials';
import { type LifeCycleState, stateAt } from '../store/life-cycle';
import type { Users } from '../store/users';
import { type Actor, checkGiving } from './actor';
import { quoted } from './name';
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

export const unknownKey = (credentialId: string) =>
	refused(`There is no API key with the id ${quoted(credentialId)}: choose one from the list.`);

export const unknownUser = (username: string) =>
	refused(`There is no user ${quoted(username)}: create the user first.`);

export function describe({ clock }: ApiKeyDeps, key: ApiKey): DescribedApiKey {
	return { ...key, state: stateAt(key, clock.now()) };
}

/** A key as it is now. */
export async function current(
	deps: ApiKeyDeps,
	credentialId: string,
): Promise<Outcome<DescribedApiKey>> {
	const key = await deps.keys.find(credentialId);
	return key === undefined ? unknownKey(credentialId) : done(describe(deps, key));
}

/** Makes a value: its text for whoever gets it, and what is stored of it. */
export function issue(deps: ApiKeyDeps): { readonly text: string; readonly version: NewVersion } {
	const { brand, environment, random, digests, pepperVersion } = deps;
	const { text, publicId, secret } = generateCredential(brand, environment, random.bytes);
	return { text, version: { publicId, digest: digests.of('apikey', secret), pepperVersion } };
}

/** A key as it is now, with the text of its new value. */
export async function show(
	deps: ApiKeyDeps,
	credentialId: string,
	text: string,
): Promise<Outcome<IssuedApiKey>> {
	const stored = await current(deps, credentialId);
	return stored.kind === 'refused' ? stored : done({ ...stored.value, key: text });
}

/** Whoever gets a user's key can do what the user can, so that an actor must have all of it (NT-81). */
export async function mayIssueFor(
	{ users, access, actor }: ApiKeyDeps,
	username: string,
): Promise<Outcome<undefined>> {
	const user = await users.find(username);
	if (user === undefined) return unknownUser(username);
	return await checkGiving(actor, async () => (await access.ofUser(user.id)).grants);
}
