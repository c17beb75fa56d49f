import type { OAuthGrants } from '../../store/oauth-grants';
import type { OAuthPorts } from '../ports';

/** Ends a grant with every token that came from it. */
export async function endGrant(
	grantId: string,
	{
		grants,
		accessTokens,
		clock,
	}: Pick<OAuthPorts, 'accessTokens' | 'clock'> & { readonly grants: Pick<OAuthGrants, 'revoke'> },
): Promise<void> {
	await grants.revoke(grantId, clock.now());
	await accessTokens.revokeOfGrants([grantId]);
}
