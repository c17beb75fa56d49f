import type { AccessToken, AccessTokens } from '../store/access-tokens';
import type { Clock } from '../store/clock';
import type { KeyGrants } from '../store/key-grants';
import type { OAuthGrants } from '../store/oauth-grants';
import { quoted } from './name';
import { type Outcome, done, refused } from './outcome';

/** A token with the state it is in now; nothing from which its text could be rebuilt. */
export interface DescribedToken extends AccessToken {
	readonly state: 'active' | 'revoked' | 'expired';
}

export interface TokenAdministration {
	/** The newest first. */
	getAll(filter: {
		readonly username?: string;
		readonly publicId?: string;
		readonly limit?: number;
	}): Promise<readonly DescribedToken[]>;
	/** Final, and for all tokens of the same grant: else the client would just renew it. */
	revoke(credentialId: string): Promise<Outcome<DescribedToken>>;
}

export function tokenAdministration({
	tokens,
	grants,
	keyGrants,
	clock,
}: {
	readonly tokens: AccessTokens;
	readonly grants: Pick<OAuthGrants, 'revoke'>;
	readonly keyGrants: Pick<KeyGrants, 'revoke'>;
	readonly clock: Clock;
}): TokenAdministration {
	const describe = (token: AccessToken): DescribedToken => {
		if (token.revokedAt !== undefined) return { ...token, state: 'revoked' };
		return { ...token, state: token.expiresAt <= clock.now() ? 'expired' : 'active' };
	};
	const unknown = (credentialId: string) =>
		refused(`There is no token with the id ${quoted(credentialId)}: choose one from the list.`);

	return {
		getAll: async (filter) => (await tokens.list(filter)).map(describe),
		async revoke(credentialId) {
			const revoked = await tokens.revoke(credentialId, clock.now());
			const token = revoked === 'unknown' ? undefined : await tokens.find(credentialId);
			if (token === undefined) return unknown(credentialId);
			await grants.revoke(token.familyId, clock.now());
			await keyGrants.revoke(token.familyId, clock.now());
			await tokens.revokeFamilies([token.familyId], clock.now());
			return done(describe(token));
		},
	};
}
