import { type Environment, generateCredential } from '../crypto/credential-text';
import type { Digests } from '../crypto/digest';
import type { RandomSource } from '../crypto/random';
import type { Applications } from '../store/applications';
import type { Client, Clients } from '../store/clients';
import type { Clock } from '../store/clock';
import type { Credentials, NewVersion } from '../store/credentials';
import type { Groups } from '../store/groups';
import { graceEnd, type LifeCycleState, stateAt } from '../store/life-cycle';
import { checkExpiry, checkGrace } from './api-key-fields';
import { checkReach, type ReachPorts } from './client-reach';
import { quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import type { Rotation } from './rotate-api-key';

export interface ClientDeps extends ReachPorts {
	readonly clients: Clients;
	/** The life cycle of clients' secrets. */
	readonly secretsOfClients: Credentials;
	readonly groups: Pick<Groups, 'find'>;
	readonly applications: Pick<Applications, 'find'>;
	/** Digests by the newest pepper, and the version of the realm key that it comes from. */
	readonly newestDigests: () => { readonly digests: Digests; readonly pepperVersion: number };
	readonly clock: Clock;
	readonly random: RandomSource;
	readonly secretBrand: string;
	readonly environment: Environment;
}

/** A client with the state that its secret is in now; nothing from which that could be rebuilt. */
export interface DescribedClient extends Client {
	readonly secretState: LifeCycleState | 'none';
}

/** A client with its new secret: the only time that its text is known. */
export interface ClientWithSecret extends DescribedClient {
	/** `undefined` for a client that has none. */
	readonly clientSecret: string | undefined;
}

export const unknownClient = (clientId: string) =>
	refused(`There is no client with the id ${quoted(clientId)}: choose one from the list.`);

export const overtaken = (clientId: string) =>
	refused(
		`The client ${quoted(clientId)} was changed by somebody else just now: look at it again.`,
	);

export function describeClient({ clock }: Pick<ClientDeps, 'clock'>, client: Client) {
	const { secret } = client;
	return { ...client, secretState: secret ? stateAt(secret, clock.now()) : ('none' as const) };
}

/** A client as it is now. */
export async function currentClient(
	deps: ClientDeps,
	clientId: string,
): Promise<Outcome<DescribedClient>> {
	const client = await deps.clients.find(clientId);
	return client === undefined ? unknownClient(clientId) : done(describeClient(deps, client));
}

/** What a client can do who is there. */
export const reachOf = ({ actAs, users, groups }: Client) => ({
	actAs,
	userIds: users.map(({ id }) => id),
	groupIds: groups.map(({ id }) => id),
});

/** Makes a value: its text for whoever gets it, and what is stored of it for its client alone. */
export function issueClientSecret(
	{ secretBrand, environment, random, newestDigests }: ClientDeps,
	clientId: string,
	credentialId: string,
): { readonly text: string; readonly version: NewVersion } {
	const { digests, pepperVersion } = newestDigests();
	const { text, ...shown } = generateCredential(secretBrand, environment, random.bytes);
	const digest = digests.of('clientsecret', shown, { userId: clientId, credentialId });
	return { text, version: { publicId: shown.publicId, digest, pepperVersion } };
}

/** Gives a client's secret a new value; see `ClientAdministration.rotate` (NT-83). */
export async function rotateClientSecret(
	deps: ClientDeps,
	clientId: string,
	{ graceSeconds, expiresAt }: Rotation,
): Promise<Outcome<ClientWithSecret>> {
	const now = deps.clock.now();
	const grace = checkGrace(graceSeconds);
	if (grace.kind === 'refused') return grace;
	const expiry = checkExpiry(expiresAt, now);
	if (expiry.kind === 'refused') return expiry;
	const client = await currentClient(deps, clientId);
	if (client.kind === 'refused') return client;
	const { secret, secretState } = client.value;
	if (secret === undefined) {
		return refused(
			`The client ${quoted(clientId)} has no secret: it is public or signs with its own key.`,
		);
	}
	if (secretState === 'expired') {
		return refused(
			`The secret of the client ${quoted(clientId)} has expired and cannot be rotated: register the client anew.`,
		);
	}
	const may = await checkReach(deps, reachOf(client.value));
	if (may.kind === 'refused') return may;

	const { credentialId, version: supersedes } = secret;
	const { text, version } = issueClientSecret(deps, clientId, credentialId);
	const rotation = {
		...version,
		supersedes,
		graceEndsAt: graceEnd(secret, now, grace.value),
		...(expiry.value === undefined ? {} : { expiresAt: expiry.value }),
	};
	if ((await deps.secretsOfClients.rotate(credentialId, rotation, now)) !== 'rotated') {
		return refused(
			`The secret of the client ${quoted(clientId)} has expired or was rotated by somebody else just now: look at the client again.`,
		);
	}
	const rotated = await currentClient(deps, clientId);
	return rotated.kind === 'refused' ? rotated : done({ ...rotated.value, clientSecret: text });
}
