import type { IDataObject } from 'n8n-workflow';

import type {
	ClientWithSecret,
	DescribedClient,
	HandOverPack,
	RegisteredClient,
} from '../realm/realm';
import type { Delivery } from './one-time-link';

const iso = (instant: number): string => new Date(instant).toISOString();

/** A client as an item: its secret is not among what a realm knows. */
export function showClient(client: DescribedClient): IDataObject {
	const { secret, secretState, lifetimes, jwks, applications, intake } = client;
	return {
		clientId: client.clientId,
		name: client.name,
		description: client.description,
		mainUrl: client.mainUrl ?? null,
		callbackUrls: [...client.callbackUrls],
		type: client.type,
		trusted: client.trusted,
		enabled: client.enabled,
		grants: [...client.grants],
		scopes: [...client.scopes],
		actAs: client.actAs,
		actAsUsers: client.users.map(({ name }) => name),
		groups: client.groups.map(({ name }) => name),
		applications: applications === undefined ? null : [...applications],
		dialects: [...client.dialects],
		authentication: client.authentication,
		jwks: jwks === undefined ? null : { keys: jwks.keys.map((key) => ({ ...key })) },
		tokenFormat: client.tokenFormat,
		...lifetimes,
		errorStatuses: client.errorStatuses,
		tokenInQuery: client.tokenInQuery,
		intake: intake === undefined ? null : { ...intake },
		credentialId: secret?.credentialId ?? null,
		secretState,
		secretVersion: secret?.version ?? null,
		secretExpiresAt: secret?.expiresAt === undefined ? null : iso(secret.expiresAt),
		lastUsedAt: secret?.lastUse === undefined ? null : iso(secret.lastUse.at),
		lastUsedAddress: secret?.lastUse?.address ?? null,
		createdAt: iso(client.createdAt),
		updatedAt: iso(client.updatedAt),
	};
}

/** The pack as a text to send: each value on a line of its own. */
function handOverText({ clientId, clientSecret, authorityUrl, apiUrl }: HandOverPack): string {
	return [
		`Client ID: ${clientId}`,
		`Client secret: ${clientSecret}`,
		`Authority URL: ${authorityUrl}`,
		`API URL: ${apiUrl}`,
	].join('\n');
}

/** A new client with what is shown once (IA-3). */
function showRegisteredClient(client: RegisteredClient): IDataObject {
	const { clientSecret, handOverPack } = client;
	return {
		...(clientSecret === undefined ? {} : { clientSecret }),
		...(handOverPack && {
			handOverPack: { ...handOverPack },
			handOverText: handOverText(handOverPack),
		}),
		...showClient(client),
	};
}

const secretOf = ({ clientId, clientSecret }: ClientWithSecret) => ({
	target: clientId,
	values: clientSecret === undefined ? {} : { clientId, clientSecret },
});

/** A new client as it is delivered. */
export const DELIVERED_CLIENT: Omit<Delivery<RegisteredClient>, 'issue'> = {
	show: showRegisteredClient,
	showRest: showClient,
	revealed: (client) =>
		client.handOverPack === undefined
			? secretOf(client)
			: { target: client.clientId, values: client.handOverPack },
};

/** A client with its new secret as it is delivered. */
export const DELIVERED_CLIENT_SECRET: Omit<Delivery<ClientWithSecret>, 'issue'> = {
	show: (client) => ({ clientSecret: client.clientSecret, ...showClient(client) }),
	showRest: showClient,
	revealed: secretOf,
};
