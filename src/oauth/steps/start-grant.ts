import type { OAuthClient, OAuthUser } from '../client';
import type { OAuthPorts } from '../ports';
import type { NewCode, NewProof, OAuthGrant } from '../../store/oauth-grants';

/** What a client is to be granted. */
export interface NewGrant {
	readonly client: OAuthClient;
	readonly user: Pick<OAuthUser, 'id'>;
	readonly consentId: string | undefined;
	readonly scopes: readonly string[];
	readonly applications: readonly string[];
	/** Whether the client acts as the user, who was not there. */
	readonly actsAlone?: boolean;
	/** Of the user's password, where the client showed that. */
	readonly passwordId?: string;
}

/** How long a code may lie between the authorization and the token endpoint. */
export const CODE_SECONDS = 60;

type GrantPorts = Pick<OAuthPorts, 'clock' | 'random' | 'grants' | 'proofs'>;

export function mayRefresh({ grants }: OAuthClient): boolean {
	return grants.includes('refresh_token');
}

const secondsOf = (client: OAuthClient): number =>
	mayRefresh(client) ? client.refreshSeconds : CODE_SECONDS + client.accessTokenSeconds;

function grantOf(
	{ client, user, consentId, scopes, applications, actsAlone = false, passwordId }: NewGrant,
	{ clock, random }: GrantPorts,
	seconds: number,
): OAuthGrant {
	const now = clock.now();
	return {
		id: random.uuid(),
		clientId: client.id,
		userId: user.id,
		consentId,
		scopes,
		applications,
		createdAt: now,
		expiresAt: now + seconds * 1000,
		actsAlone,
		passwordId,
	};
}

/** Makes the next refresh token of a grant. It ends with its grant at the latest (NT-36). */
export function newRefreshToken(
	grant: Pick<OAuthGrant, 'id' | 'expiresAt'>,
	client: OAuthClient,
	{ clock, proofs }: GrantPorts,
): { readonly text: string; readonly proof: NewProof } {
	const { text, publicId, digest, pepperVersion } = proofs.generate('refreshToken', grant.id);
	const createdAt = clock.now();
	const expiresAt = Math.min(grant.expiresAt, createdAt + client.refreshIdleSeconds * 1000);
	return { text, proof: { publicId, digest, pepperVersion, createdAt, expiresAt } };
}

/** Starts a grant with an authorization code (RFC 6749 section 4.1.2). */
export async function startGrantWithCode(
	granted: NewGrant,
	bound: Pick<NewCode, 'redirectUri' | 'challenge'>,
	ports: GrantPorts,
): Promise<{ readonly code: string; readonly grantId: string }> {
	const grant = grantOf(granted, ports, secondsOf(granted.client));
	const { text, publicId, digest, pepperVersion } = ports.proofs.generate('code', grant.id);
	const createdAt = ports.clock.now();
	const expiresAt = createdAt + CODE_SECONDS * 1000;
	const code = { publicId, digest, pepperVersion, createdAt, expiresAt, ...bound };
	await ports.grants.add(grant, { code });
	return { code: text, grantId: grant.id };
}

/** Starts a grant that brings one access token and nothing to renew it with. */
export async function startGrantAlone(granted: NewGrant, ports: GrantPorts): Promise<string> {
	const grant = grantOf(granted, ports, granted.client.accessTokenSeconds);
	await ports.grants.add(grant, {});
	return grant.id;
}

/** Starts a grant with a refresh token, where the client may have one. */
export async function startGrantWithTokens(
	granted: NewGrant,
	ports: GrantPorts,
): Promise<{ readonly grantId: string; readonly refreshToken: string | undefined }> {
	const grant = grantOf(granted, ports, secondsOf(granted.client));
	const refresh = mayRefresh(granted.client)
		? newRefreshToken(grant, granted.client, ports)
		: undefined;
	await ports.grants.add(grant, refresh === undefined ? {} : { refreshToken: refresh.proof });
	return { grantId: grant.id, refreshToken: refresh?.text };
}
