import { type Environment, generateCredential } from '../crypto/credential-text';
import type { Digests } from '../crypto/digest';
import type { RandomSource } from '../crypto/random';
import { type AccessTokens, type NewAccessToken, ownerOf } from '../store/access-tokens';
import type { Clock, Instant } from '../store/clock';

export interface IssueTokenDeps {
	readonly tokens: Pick<AccessTokens, 'add'>;
	/** Digests by the newest pepper, and the version of the realm key that it comes from. */
	readonly newestDigests: () => { readonly digests: Digests; readonly pepperVersion: number };
	readonly clock: Clock;
	readonly random: RandomSource;
	readonly brand: string;
	readonly environment: Environment;
}

/** What a token is to say. Whoever asks for one has checked that all of it may be had. */
export interface TokenGrant extends Pick<
	NewAccessToken,
	'userId' | 'clientId' | 'scopes' | 'dialect'
> {
	/** The family of the grant that it goes on; a new one when absent. */
	readonly familyId?: string;
	readonly actor?: NewAccessToken['actor'];
	readonly applicationId?: string;
	readonly sourceId?: string;
	readonly boundKey?: string;
	readonly lifetimeSeconds: number;
}

/** A token at its birth: the only time that its text is known. */
export interface IssuedAccessToken {
	readonly accessToken: string;
	readonly credentialId: string;
	readonly familyId: string;
	readonly expiresAt: Instant;
}

/** Issues an opaque access token; `user-unknown` where its user is gone. No node can ask for it. */
export async function issueAccessToken(
	{ tokens, newestDigests, clock, random, brand, environment }: IssueTokenDeps,
	{ familyId = random.uuid(), lifetimeSeconds, ...grant }: TokenGrant,
): Promise<IssuedAccessToken | 'user-unknown'> {
	const { digests, pepperVersion } = newestDigests();
	const { text, ...shown } = generateCredential(brand, environment, random.bytes);
	const credentialId = random.uuid();
	const issuedAt = clock.now();
	const expiresAt = issuedAt + lifetimeSeconds * 1000;
	const added = await tokens.add({
		actor: undefined,
		applicationId: undefined,
		sourceId: undefined,
		boundKey: undefined,
		...grant,
		credentialId,
		familyId,
		publicId: shown.publicId,
		digest: digests.of('accesstoken', shown, ownerOf({ ...grant, credentialId })),
		pepperVersion,
		issuedAt,
		expiresAt,
	});
	return added === 'added' ? { accessToken: text, credentialId, familyId, expiresAt } : added;
}
