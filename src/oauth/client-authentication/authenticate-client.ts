import { type OAuthClient, speaks } from '../client';
import { onceDigest } from '../once';
import type { OAuthPorts } from '../ports';
import { isRefused, type OAuthReason, type Refused, refuse } from '../refusal';
import { fieldValues } from '../request';
import type { WithForm } from '../steps/read-form';
import { refuseManyAttempts } from '../steps/refuse-many-attempts';
import { claimedClient, verifyAssertion } from './assertion';
import { type PresentedClient, presentedClient } from './presented-client';

export interface WithClient extends WithForm {
	readonly client: OAuthClient;
}

/** Compared with for a client that shows no secret, so that each way costs the same. */
const NO_SECRET = '';

async function findFlaw(
	presented: PresentedClient,
	client: OAuthClient | undefined,
	{ place }: WithForm,
	ports: OAuthPorts,
): Promise<OAuthReason | undefined> {
	const shown = 'secret' in presented ? presented.secret : NO_SECRET;
	const secret = await ports.clients.checkSecret(client, shown);
	if (client === undefined) return 'unknown-client';
	if (presented.method !== client.authentication) return 'client-method-mismatch';
	if (presented.method === 'private_key_jwt') {
		const now = ports.clock.now();
		const assertion = await verifyAssertion(presented.assertion, client, place.issuer, now);
		if (typeof assertion === 'string') return assertion;
		const once = onceDigest('assertion', client.id, assertion.tokenId);
		const taken = await ports.usedOnce.take(once, assertion.expiresAt);
		if (taken === 'taken') return 'assertion-replayed';
	} else if (presented.method !== 'none' && secret !== 'right') {
		return secret === 'wrong' ? 'client-secret-mismatch' : 'client-secret-expired';
	}
	if (!speaks(client, place.dialect)) return 'client-dialect-mismatch';
	return client.enabled ? undefined : 'client-disabled';
}

/**
 * Finds out which client asks, by the one method that is registered for it. Whatever is wrong, the
 * answer is the same 401 `invalid_client`, and an unknown client costs what a known one costs
 * (NT-15).
 */
export async function authenticateClient(
	state: WithForm,
	ports: OAuthPorts,
): Promise<WithClient | Refused> {
	const { request, form } = state;
	const late = refuseManyAttempts(state, ports);
	if (isRefused(late)) return late;
	const presented = presentedClient(request, form);
	if (isRefused(presented)) {
		return presented.refused === 'invalid_client' ? challenged(state, presented) : presented;
	}
	const id =
		presented.method === 'private_key_jwt'
			? await claimedClient(presented.assertion)
			: presented.id;
	const client = id === undefined ? undefined : await ports.clients.find(id);
	const contradicted = presented.id !== undefined && presented.id !== id;
	const flaw = contradicted
		? 'assertion-mismatch'
		: await findFlaw(presented, client, state, ports);
	if (client !== undefined && flaw === undefined) return { ...state, client };
	ports.attempts.noteFailedClient(request.address);
	return challenged(
		state,
		refuse('invalid_client', flaw ?? 'unknown-client', { client: client?.id }),
	);
}

/** The challenge belongs to the answer where the client tried HTTP authentication (section 5.2). */
function challenged({ request }: WithForm, refused: Refused): Refused {
	if (fieldValues(request, 'authorization').length === 0) return refused;
	return { ...refused, headers: { 'www-authenticate': 'Basic realm="Authorization Server"' } };
}
