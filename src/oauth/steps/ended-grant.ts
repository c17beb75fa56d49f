import type { Instant } from '../../store/clock';
import type { OAuthPorts } from '../ports';
import type { OAuthReason } from '../refusal';

/** What ends a grant of either kind before its time. */
interface Ending {
	readonly revokedAt: Instant | undefined;
	readonly passwordChanged: boolean;
}

/** Why nothing goes on from a grant. Another password revokes it too, and is what is to be said. */
export function whyOver({
	revokedAt,
	passwordChanged,
}: Ending): 'password-changed' | 'grant-revoked' | undefined {
	if (passwordChanged) return 'password-changed';
	return revokedAt === undefined ? undefined : 'grant-revoked';
}

/**
 * Why a code or refresh token that was found could not be used up, where nobody else has: it or its
 * grant ended in between, and nothing was used twice.
 */
export function whyLost(
	{ consumedAt, grant }: { readonly consumedAt: Instant | undefined; readonly grant: Ending },
	expired: Extract<OAuthReason, 'code-expired' | 'refresh-expired'>,
): OAuthReason | undefined {
	return consumedAt === undefined ? (whyOver(grant) ?? expired) : undefined;
}

/** Ends the tokens of a grant that ended, or was deleted, while the last of them was being issued. */
export async function endTokensOfEnded(
	grantId: string,
	{
		grants,
		accessTokens,
	}: {
		readonly accessTokens: Pick<OAuthPorts['accessTokens'], 'revokeOfGrants'>;
		readonly grants: { find(grantId: string): Promise<Ending | undefined> };
	},
): Promise<void> {
	const grant = await grants.find(grantId);
	if (grant === undefined || whyOver(grant) !== undefined) {
		await accessTokens.revokeOfGrants([grantId]);
	}
}
