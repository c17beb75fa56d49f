import {
	type ClientSecretDeps,
	type ClientSecretProof,
	proveClientSecret,
} from '../authentication/client-secret';
import type { Access, UserAccess } from '../store/access';
import type { Clients, KnownClient } from '../store/clients';
import { lastUses } from './last-uses';
import type { Credentials } from '../store/credentials';
import type { RealmKeys } from './realm-keys';
import type { Store } from '../store/store';
import { rememberRecords } from './cache';

/** What the authorization server reads of clients. A warm reading costs nothing of the database. */
export interface KnownClients {
	/** `undefined` for an id that no client has. A disabled client is found. */
	findByClientId(clientId: string): Promise<KnownClient | undefined>;
	/** Whether this is the client's secret. The latest use is noted where it is. */
	prove(
		client: KnownClient | undefined,
		secret: string,
		address: string | undefined,
	): ClientSecretProof;
	/** What its groups give a client that calls as itself. */
	accessOf(clientId: string): Promise<UserAccess>;
	/** Saves the latest uses. */
	save(): Promise<void>;
	/** The same for the last time, and stops hearing of changes. */
	close(): Promise<void>;
}

interface KnownClientsDeps extends ClientSecretDeps {
	readonly clients: Pick<Clients, 'findByClientId'>;
	readonly access: Pick<Access, 'ofClient'>;
	readonly secretsOfClients: Pick<Credentials, 'saveLastUses'>;
	readonly keys: Pick<RealmKeys, 'need'>;
	readonly store: Pick<Store, 'onAnnounced'>;
	readonly realmId: string;
}

export function knownClients(deps: KnownClientsDeps): KnownClients {
	const { clients, access, secretsOfClients, keys, store, realmId, clock } = deps;
	const load = async (clientId: string): Promise<KnownClient | undefined> => {
		const client = await clients.findByClientId(clientId);
		const versions = new Set(client?.secrets.map(({ pepperVersion }) => pepperVersion));
		for (const version of versions) await keys.need(version);
		return client;
	};
	const remembered = rememberRecords(load, clock);
	const rememberedAccess = rememberRecords((id) => access.ofClient(id), clock);
	const uses = lastUses(secretsOfClients.saveLastUses);
	const stopListening = store.onAnnounced((changed) => {
		if (changed !== undefined && changed !== realmId) return;
		remembered.clear();
		rememberedAccess.clear();
	});

	return {
		findByClientId: (clientId) => remembered.find(clientId),
		accessOf: (clientId) => rememberedAccess.find(clientId),
		prove(client, secret, address) {
			const proof = proveClientSecret(deps, client, secret);
			if (proof.kind === 'proven') uses.note(proof.credentialId, { at: clock.now(), address });
			return proof;
		},
		save: uses.save,
		async close() {
			stopListening();
			await uses.close();
		},
	};
}
