import type { NewGuidToken, StoredKeyGrant } from '../../store/key-grants';
import type { OAuthUser } from '../client';
import type { IssuedToken, OAuthPorts, TokenKey } from '../ports';
import { type Refused, refuse } from '../refusal';
import type { Received } from '../request';
import { endTokensOfEnded, whyOver } from './ended-grant';

/** What a key or a password was exchanged for: only from this are tokens issued. */
export interface KeyGranted extends Received {
	readonly grantId: string;
	readonly user: Pick<OAuthUser, 'id' | 'name'>;
	/** `undefined` where it was a password. */
	readonly key: TokenKey | undefined;
}

/** Starts what goes on from one exchange, with its first refresh token where it has one. */
export async function startKeyGrant(
	{ place }: Received,
	granted: {
		readonly credentialId: string | undefined;
		readonly secretId: string;
		readonly user: Pick<OAuthUser, 'id'>;
	},
	first: NewGuidToken | undefined,
	{ clock, random, keyGrants }: Pick<OAuthPorts, 'clock' | 'random' | 'keyGrants'>,
): Promise<string> {
	const { credentialId, secretId, user } = granted;
	const id = random.uuid();
	const createdAt = clock.now();
	const expiresAt = createdAt + place.keyRenewalSeconds * 1000;
	await keyGrants.add({ id, credentialId, secretId, userId: user.id, createdAt, expiresAt }, first);
	return id;
}

/** Why nothing goes on from a grant, whatever its key may, if it has one. */
export function refuseEndedGrant(
	grant: StoredKeyGrant,
	{ clock }: Pick<OAuthPorts, 'clock'>,
): Refused | undefined {
	const detail = { credentialId: grant.credentialId, user: grant.username };
	const over = whyOver(grant);
	if (over !== undefined) return refuse('invalid_grant', over, detail);
	if (clock.now() >= grant.expiresAt) return refuse('invalid_grant', 'refresh-expired', detail);
	return grant.userEnabled ? undefined : refuse('invalid_grant', 'user-disabled', detail);
}

/** Issues a token for a key or a password. Where its grant has ended meanwhile, the token ends too. */
export async function issueKeyToken(
	{ grantId, user, key, place }: KeyGranted,
	lifetimeSeconds: number,
	{ accessTokens, keyGrants, clock }: OAuthPorts,
): Promise<IssuedToken> {
	const token = await accessTokens.issue({
		grantId,
		user,
		key,
		scopes: [],
		application: undefined,
		expiresAt: clock.now() + lifetimeSeconds * 1000,
		place,
	});
	await endTokensOfEnded(grantId, { grants: keyGrants, accessTokens });
	return token;
}
