import type { Compilable } from 'kysely';

import { changeAccess, changed } from './access-change';
import { insertClientSecret, linkClient } from './client-rows';
import type { ClientSettings, Intake } from './client-settings';
import type { Instant } from './clock';
import type { LastUse, NewVersion } from './credentials';
import type { LifeCycle, Version } from './life-cycle';
import { clientReader } from './read-clients';
import type { Store } from './store';

/** The secret of a client: everything but its value. */
export interface ClientSecret extends LifeCycle {
	/** Stays the same for the whole life of the client. */
	readonly credentialId: string;
	/** Number of the current version: one more than there were rotations. */
	readonly version: number;
	readonly lastUse: LastUse | undefined;
}

/** An OAuth client. */
export interface Client extends ClientSettings {
	readonly clientId: string;
	readonly name: string;
	readonly enabled: boolean;
	/** Users as whom it may act, where `actAs` is `listed`. */
	readonly users: readonly { readonly id: string; readonly name: string }[];
	/** Groups whose roles count where it calls as itself. */
	readonly groups: readonly { readonly id: string; readonly name: string }[];
	readonly intake: Intake | undefined;
	/** `undefined` where it has none: a public client, or one that signs with its own key. */
	readonly secret: ClientSecret | undefined;
	/** Counts its changes. */
	readonly revision: number;
	readonly createdAt: Instant;
	readonly updatedAt: Instant;
}

/** One value of a client's secret: never leaves the process. */
export interface KnownSecret extends Version {
	readonly publicId: string;
	readonly digest: string;
	readonly pepperVersion: number;
}

/** What the authorization server needs to know of a client. */
export interface KnownClient extends Client {
	/** The newest first; superseded ones are among them. */
	readonly secrets: readonly KnownSecret[];
}

/** What a client is to be. Lists of users and groups are whole. */
export interface NewClient {
	readonly clientId: string;
	readonly name: string;
	readonly settings: ClientSettings;
	readonly intake: Intake | undefined;
	readonly userIds: readonly string[];
	readonly groupIds: readonly string[];
	readonly now: Instant;
}

export interface NewClientSecret extends NewVersion {
	readonly credentialId: string;
	readonly expiresAt: Instant | undefined;
}

/** The clients of one realm. Every change is atomic; the life cycle of secrets is `Credentials`'. */
export interface Clients {
	findByClientId(clientId: string): Promise<KnownClient | undefined>;
	find(clientId: string): Promise<Client | undefined>;
	/** Newest first. */
	list(limit?: number): Promise<readonly Client[]>;
	add(client: NewClient, secret: NewClientSecret | undefined): Promise<void>;
	/** `overtaken`: the client is no longer as it was at `revision`. */
	change(client: NewClient, revision: number): Promise<'changed' | 'overtaken'>;
	setEnabled(
		clientId: string,
		state: 'enabled' | 'disabled',
		now: Instant,
	): Promise<'changed' | 'unknown'>;
	/** Its secret, and everything else that belongs to it, goes too. */
	delete(clientId: string): Promise<'deleted' | 'unknown'>;
}

export function clientsOf(store: Store, realmId: string): Clients {
	const { db } = store;
	const read = clientReader(store, realmId);
	const columnsOf = ({ name, settings, intake, now }: NewClient) => ({
		name,
		settings: JSON.stringify(settings),
		intake: intake === undefined ? null : JSON.stringify(intake),
		updated_at: now,
	});
	const update = () => db.updateTable('oauth_client').where('realm_id', '=', realmId);
	const change = async (statements: readonly Compilable[]): Promise<boolean> =>
		changed(await changeAccess(store, realmId, statements), statements.length - 1);

	return {
		...read,
		async add(client, secret) {
			const insert = db.insertInto('oauth_client').values({
				...columnsOf(client),
				id: client.clientId,
				realm_id: realmId,
				enabled: 1,
				revision: 1,
				created_at: client.now,
			});
			await changeAccess(store, realmId, [
				insert,
				...linkClient(store, client, 1),
				...(secret === undefined ? [] : insertClientSecret(store, realmId, client, secret)),
			]);
		},
		async change(client, revision) {
			const settings = update()
				.set({ ...columnsOf(client), revision: revision + 1 })
				.where('id', '=', client.clientId)
				.where('revision', '=', revision);
			// Last, so that the links still find the client as it was seen.
			const done = await change([...linkClient(store, client, revision), settings]);
			return done ? 'changed' : 'overtaken';
		},
		async setEnabled(clientId, state, now) {
			const enabled = state === 'enabled' ? 1 : 0;
			const set = update().set({ enabled, updated_at: now }).where('id', '=', clientId);
			return (await change([set])) ? 'changed' : 'unknown';
		},
		async delete(clientId) {
			const remove = db
				.deleteFrom('oauth_client')
				.where('realm_id', '=', realmId)
				.where('id', '=', clientId);
			return (await change([remove])) ? 'deleted' : 'unknown';
		},
	};
}
