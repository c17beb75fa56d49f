import type { Limits } from '../../../authorization/may-call';
import type { KnownDomainKey } from '../../../store/domain-keys';
import type { OAuthPorts } from '../../ports';
import { type Refused, refuse } from '../../refusal';
import { type KeyGranted, startKeyGrant } from '../../steps/key-grant';
import type { WithMembers } from './read-members';
import type { WithKey } from './read-request';

export interface InbentaGranted extends KeyGranted, WithKey {
	/** Where the key lets its holder call. */
	readonly limits: Limits;
	/** For the audit. */
	readonly grantType: string;
}

/** A pair for its own user. Secrets are for servers: what is in a page is everybody's. */
async function exchangeSecret(
	state: WithKey,
	secret: string,
	ports: OAuthPorts,
): Promise<InbentaGranted | Refused> {
	const { apiKey, page, request } = state;
	if (page.kind !== 'none') {
		return refuse('invalid_request', 'origin-not-allowed', { status: 403 });
	}
	const proof = await ports.keyPairs.prove(apiKey, secret, request.address);
	if (proof.kind === 'unproven') {
		ports.attempts.noteFailedClient(request.address);
		return refuse('invalid_grant', proof.reason, { credentialId: proof.credentialId });
	}
	const { credentialId, secretId, owner: user, limits } = proof;
	const granted = { credentialId, secretId, user };
	const grantId = await startKeyGrant(state, granted, undefined, ports);
	const key = { credentialId, isActor: false, boundKey: apiKey };
	return { ...state, grantId, user, key, limits, grantType: 'secret' };
}

/** Whether what stands in `x-inbenta-key` belongs to a domain key: itself, or a pair of its user. */
export async function isBeside(
	apiKey: string,
	userId: string,
	{ domainKeys, keyPairs }: Pick<OAuthPorts, 'domainKeys' | 'keyPairs'>,
): Promise<boolean> {
	return domainKeys.isOne(apiKey) || (await keyPairs.ownerOf(apiKey)) === userId;
}

/** Takes one use of a domain key, which an address has so often, for whatever it asks. */
export async function takeUse(
	key: KnownDomainKey,
	address: string | undefined,
	{ domainKeys }: Pick<OAuthPorts, 'domainKeys'>,
): Promise<Refused | undefined> {
	const late = await domainKeys.take(key, address);
	if (late === undefined) return undefined;
	const { credentialId, username: user } = key;
	const detail = { credentialId, user, status: 429, headers: late };
	return refuse('temporarily_unavailable', 'key-limit', detail);
}

/** A domain key for its user, from a page of its list (IB-12, IB-13), so often from one address. */
async function exchangeDomainKey(
	state: WithKey,
	text: string,
	ports: OAuthPorts,
): Promise<InbentaGranted | Refused> {
	const { apiKey, page, request } = state;
	const proof = await ports.domainKeys.prove(text, page);
	if (proof.kind === 'unproven') {
		// A page elsewhere must not use up what the address of its visitor may get wrong.
		if (proof.reason !== 'origin-not-allowed') ports.attempts.noteFailedClient(request.address);
		return refuse('invalid_grant', proof.reason, { credentialId: proof.credentialId });
	}
	const { credentialId, userId, username, userEnabled, privileges } = proof.key;
	const detail = { credentialId, user: username };
	if (!userEnabled) return refuse('invalid_grant', 'user-disabled', detail);
	if (!(await isBeside(apiKey, userId, ports)))
		return refuse('invalid_grant', 'inbenta-key-mismatch', detail);
	const late = await takeUse(proof.key, request.address, ports);
	if (late !== undefined) return late;
	const user = { id: userId, name: username };
	const granted = { credentialId, secretId: proof.publicId, user };
	const grantId = await startKeyGrant(state, granted, undefined, ports);
	const key = { credentialId, isActor: false, boundKey: apiKey };
	const limits = { addresses: undefined, applications: undefined, privileges };
	return { ...state, grantId, user, key, limits, grantType: 'domain_key' };
}

/**
 * Exchanges what the body has: `secret`, or a domain key in a member of any name, for which Inbenta
 * has published none. A domain key in `x-inbenta-key` needs no other.
 */
export async function exchange(
	state: WithMembers,
	ports: OAuthPorts,
): Promise<InbentaGranted | Refused> {
	const { members, apiKey } = state;
	const secret = members.get('secret') || undefined;
	const shown = new Set([...members.values(), apiKey].filter(ports.domainKeys.isOne));
	const [domainKey, ...more] = shown;
	if (more.length > 0 || (secret !== undefined && domainKey !== undefined)) {
		return refuse('invalid_request', 'several-client-authentications');
	}
	if (secret !== undefined) return await exchangeSecret(state, secret, ports);
	if (domainKey !== undefined) return await exchangeDomainKey(state, domainKey, ports);
	return refuse('invalid_request', 'missing-parameter');
}
