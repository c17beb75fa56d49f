import type { StoredGrant } from '../../store/oauth-grants';
import { needsSetUp, type OAuthClient } from '../client';
import type { OAuthPorts } from '../ports';
import { type Refused, refuse } from '../refusal';

/** Whether what a grant rests on is still there: leave to act as its user, or its client's set-up. */
export async function refuseFallen(
	grant: StoredGrant,
	client: OAuthClient,
	{ clients, consents }: Pick<OAuthPorts, 'clients' | 'consents'>,
): Promise<Refused | undefined> {
	const { userId, username = '', userEnabled } = grant;
	const detail = { credentialId: grant.id, user: grant.username };
	if (grant.actsAlone && userId !== undefined) {
		const user = { id: userId, name: username, enabled: userEnabled };
		const may = await clients.mayActAs(client, user);
		if (!may) return refuse('invalid_grant', 'user-not-allowed', detail);
	}
	if (!needsSetUp(client)) return undefined;
	const designation = await consents.findDesignation(client.id);
	return designation !== undefined && designation.id === grant.consentId
		? undefined
		: refuse('invalid_grant', 'set-up-missing', detail);
}
