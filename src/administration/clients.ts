import { newClientId } from '../store/client-id';
import type { ClientSettings, Intake } from '../store/client-settings';
import type { NewClient } from '../store/clients';
import { checkExpiry } from './api-key-fields';
import { checkDraft, type ClientDraft, hasSecret } from './client-draft';
import { type ActAs, checkReach, findActAs, type Reach } from './client-reach';
import { checkHandOver, checkIntake, type HandOverAddresses, type HandOverPack } from './intake';
import {
	type ClientDeps,
	type ClientWithSecret,
	currentClient,
	describeClient,
	type DescribedClient,
	issueClientSecret,
	overtaken,
	reachOf,
	rotateClientSecret,
	unknownClient,
} from './issue-client-secret';
import { checkName, quoted } from './name';
import { type Outcome, done, refused } from './outcome';
import type { Rotation } from './rotate-api-key';
import { groupsToJoin } from './user-groups';

export type { HandOverPack } from './intake';
export type { ClientWithSecret, DescribedClient } from './issue-client-secret';

export interface ClientUpdate extends ClientDraft {
	readonly name?: string;
	readonly actAs?: ActAs;
	/** All of its groups, by name. */
	readonly groups?: readonly string[];
	readonly intake?: Partial<Intake>;
}

export interface ClientRegistration extends ClientUpdate, Partial<HandOverAddresses> {
	readonly name: string;
	/** When the secret expires, in ISO 8601; never when absent or empty. */
	readonly secretExpiresAt?: string;
}

/** A new client, with the pack for whoever integrates with InterAction+. */
export interface RegisteredClient extends ClientWithSecret {
	readonly handOverPack: HandOverPack | undefined;
}

export interface ClientAdministration {
	/** Only here are clients made: no endpoint registers one (IA-2). A client joins no group by itself. */
	register(input: ClientRegistration): Promise<Outcome<RegisteredClient>>;
	get(clientId: string): Promise<Outcome<DescribedClient>>;
	/** Newest first. */
	getAll(limit?: number): Promise<readonly DescribedClient[]>;
	/** What is absent stays. Takes effect at the next request. */
	update(clientId: string, update: ClientUpdate): Promise<Outcome<DescribedClient>>;
	/** Gives it a new secret. The old one works for `graceSeconds` more, but not longer than it would have. */
	rotate(clientId: string, input: Rotation): Promise<Outcome<ClientWithSecret>>;
	/** A disabled client gets no token, and its tokens are refused. */
	setState(clientId: string, state: 'enabled' | 'disabled'): Promise<Outcome<DescribedClient>>;
	delete(clientId: string): Promise<Outcome<DescribedClient>>;
}

/** The name, settings, record and reach of a client as they are to be. */
type Planned = Omit<NewClient, 'clientId' | 'now'> & { readonly settings: ClientSettings };

export function clientAdministration(deps: ClientDeps): ClientAdministration {
	const { clients, groups, applications, clock, random } = deps;

	const plan = async (
		update: ClientUpdate,
		known: DescribedClient | undefined,
	): Promise<Outcome<Planned>> => {
		const name = checkName('name of the client', update.name ?? known?.name);
		if (name.kind === 'refused') return name;
		const checked = await checkDraft(applications, update, known);
		if (checked.kind === 'refused') return checked;
		const intake = checkIntake(update.intake ?? known?.intake, checked.value.dialects);
		if (intake.kind === 'refused') return intake;
		const before: Reach = known ? reachOf(known) : { actAs: 'none', userIds: [], groupIds: [] };
		const actAs = update.actAs === undefined ? done(before) : await findActAs(deps, update.actAs);
		if (actAs.kind === 'refused') return actAs;
		const joined =
			update.groups === undefined ? undefined : await groupsToJoin(groups, update.groups);
		if (joined?.kind === 'refused') return joined;
		const reach: Reach = {
			actAs: actAs.value.actAs,
			userIds: actAs.value.userIds,
			groupIds: joined?.value.map(({ id }) => id) ?? before.groupIds,
		};
		for (const each of known === undefined ? [reach] : [before, reach]) {
			const may = await checkReach(deps, each);
			if (may.kind === 'refused') return may;
		}
		return done({
			name: name.value,
			settings: { ...checked.value, actAs: reach.actAs },
			intake: intake.value,
			userIds: reach.userIds,
			groupIds: reach.groupIds,
		});
	};

	return {
		get: (clientId) => currentClient(deps, clientId),
		getAll: async (limit) =>
			(await clients.list(limit)).map((client) => describeClient(deps, client)),

		async register(input) {
			const now = clock.now();
			const expiry = checkExpiry(input.secretExpiresAt, now);
			if (expiry.kind === 'refused') return expiry;
			const planned = await plan(input, undefined);
			if (planned.kind === 'refused') return planned;
			const addresses = checkHandOver(input, planned.value.settings.dialects);
			if (addresses.kind === 'refused') return addresses;
			const withSecret = hasSecret(planned.value.settings);
			if (addresses.value !== undefined && !withSecret) {
				return refused(
					'The hand-over pack of an InterAction+ client holds a secret: choose an authentication method with one.',
				);
			}

			const clientId = newClientId(random);
			const credentialId = random.uuid();
			const issued = withSecret ? issueClientSecret(deps, clientId, credentialId) : undefined;
			await clients.add(
				{ ...planned.value, clientId, now },
				issued && { ...issued.version, credentialId, expiresAt: expiry.value },
			);
			const client = await currentClient(deps, clientId);
			if (client.kind === 'refused') return client;
			const clientSecret = issued?.text;
			const handOverPack =
				addresses.value && clientSecret !== undefined
					? { clientId, clientSecret, ...addresses.value }
					: undefined;
			return done({ ...client.value, clientSecret, handOverPack });
		},

		async update(clientId, update) {
			if (Object.keys(update).length === 0) {
				return refused(
					`Nothing to change for the client ${quoted(clientId)}: add a field to update.`,
				);
			}
			const known = await currentClient(deps, clientId);
			if (known.kind === 'refused') return known;
			const planned = await plan(update, known.value);
			if (planned.kind === 'refused') return planned;
			const changed = { ...planned.value, clientId, now: clock.now() };
			const outcome = await clients.change(changed, known.value.revision);
			return outcome === 'changed' ? await currentClient(deps, clientId) : overtaken(clientId);
		},

		rotate: (clientId, input) => rotateClientSecret(deps, clientId, input),

		async setState(clientId, state) {
			const changed = await clients.setEnabled(clientId, state, clock.now());
			return changed === 'unknown' ? unknownClient(clientId) : await currentClient(deps, clientId);
		},

		async delete(clientId) {
			const known = await currentClient(deps, clientId);
			if (known.kind === 'refused') return known;
			const deleted = await clients.delete(clientId);
			return deleted === 'unknown' ? unknownClient(clientId) : known;
		},
	};
}
