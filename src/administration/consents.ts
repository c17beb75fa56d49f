import type { AccessTokens } from '../store/access-tokens';
import type { Clock } from '../store/clock';
import type { Consent, ConsentFilter, Consents } from '../store/consents';
import { quoted } from './name';
import { type Outcome, done, refused } from './outcome';

export interface ConsentAdministration {
	/** The newest first, revoked ones too. */
	getAll(filter: ConsentFilter): Promise<readonly Consent[]>;
	/** Final: every code, refresh token and access token that rests on it ends too. */
	revoke(consentId: string): Promise<Outcome<Consent>>;
}

export function consentAdministration({
	consents,
	tokens,
	clock,
	accountHashes,
}: {
	readonly consents: Consents;
	readonly tokens: Pick<AccessTokens, 'revokeFamilies'>;
	readonly clock: Clock;
	/** What a name may be kept as where a user was designated by it. */
	readonly accountHashes: (username: string) => readonly string[];
}): ConsentAdministration {
	return {
		getAll: ({ username, ...filter }) =>
			username === undefined
				? consents.list(filter)
				: consents.list({ ...filter, username, accountHashes: accountHashes(username) }),
		async revoke(consentId) {
			const now = clock.now();
			const grants = await consents.revoke(consentId, now);
			if (grants !== 'unknown') await tokens.revokeFamilies(grants, now);
			const consent = grants === 'unknown' ? undefined : await consents.find(consentId);
			return consent === undefined
				? refused(`There is no consent with the id ${quoted(consentId)}: choose one from the list.`)
				: done(consent);
		},
	};
}
