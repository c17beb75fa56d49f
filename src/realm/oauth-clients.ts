import type { OAuthClient } from '../oauth/client';
import type { ClientPorts } from '../oauth/ports';
import type { KnownClient } from '../store/clients';
import type { KnownClients } from './known-clients';

const DAY_SECONDS = 24 * 60 * 60;

function oauthClientOf(client: KnownClient): OAuthClient {
	const { lifetimes } = client;
	return {
		id: client.clientId,
		name: client.name,
		description: client.description,
		enabled: client.enabled,
		type: client.type,
		trusted: client.trusted,
		redirectUris: client.callbackUrls,
		grants: client.grants,
		scopes: client.scopes,
		dialects: client.dialects,
		applications: client.applications,
		authentication: client.authentication,
		jwks: client.jwks,
		intake: client.intake,
		tokenFormat: client.tokenFormat,
		tokenInQuery: client.tokenInQuery,
		errorStatuses: client.errorStatuses,
		accessTokenSeconds: lifetimes.accessSeconds,
		refreshSeconds: lifetimes.familyDays * DAY_SECONDS,
		refreshIdleSeconds: lifetimes.idleDays * DAY_SECONDS,
		refreshGraceSeconds: lifetimes.refreshGraceSeconds,
	};
}

/** The realm's clients, as the endpoints of the authorization server need them. */
export function oauthClients(known: Pick<KnownClients, 'findByClientId' | 'prove'>): ClientPorts {
	return {
		async find(clientId) {
			const client = await known.findByClientId(clientId);
			return client && oauthClientOf(client);
		},
		async checkSecret(client, secret) {
			const found = client && (await known.findByClientId(client.id));
			const proof = known.prove(found, secret, undefined);
			if (proof.kind === 'proven' || proof.reason === 'client-disabled') return 'right';
			const wrong = ['unknown-client', 'client-secret-malformed', 'client-secret-mismatch'];
			return wrong.includes(proof.reason) ? 'wrong' : 'expired';
		},
		async mayActAs(client, user) {
			const found = await known.findByClientId(client.id);
			if (found?.actAs === 'any') return true;
			return found?.actAs === 'listed' && found.users.some(({ id }) => id === user.id);
		},
	};
}
