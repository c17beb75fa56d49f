import type { failedAttempts } from '../limits/failed-attempts';
import type { DomainKeyDeps } from '../authentication/domain-key';
import { parseAddress } from '../http/cidr';
import type { OAuthPorts } from '../oauth/ports';
import type { Access } from '../store/access';
import { canonicalName } from '../store/canonical-name';
import { REALM_APPLICATION, REALM_PRIVILEGES } from '../store/privileges';
import { usedOnceOf } from '../store/used-once';
import type { RateBuckets } from '../store/rate-buckets';
import type { User } from '../store/users';
import { accountHashes } from './account-hashes';
import type { portsOf } from './administration';
import { callableTriggers } from './callable-triggers';
import { guidTokens } from './guid-tokens';
import type { KnownClients } from './known-clients';
import type { KnownKeyPairs } from './known-key-pairs';
import { oauthAccessTokens } from './oauth-access-tokens';
import { oauthClients } from './oauth-clients';
import { oauthDomainKeys } from './oauth-domain-keys';
import { oauthForms } from './oauth-forms';
import { oauthProofs } from './oauth-proofs';
import type { RealmParts } from './realm';
import type { DigestsOf } from './realm-digests';
import type { SignedTokens } from './signed-tokens';
import type { TokenKeys } from './token-keys';

export interface OAuthDeps {
	readonly parts: RealmParts;
	readonly stored: ReturnType<typeof portsOf>;
	readonly clients: KnownClients;
	readonly keyPairs: KnownKeyPairs;
	readonly domainKeys: DomainKeyDeps['domainKeys'];
	readonly access: Pick<Access, 'ofUser'>;
	readonly buckets: RateBuckets;
	readonly digestsOf: DigestsOf;
	readonly tokenKeys: TokenKeys;
	readonly signed: SignedTokens;
	readonly attempts: ReturnType<typeof failedAttempts>;
	readonly logIn: OAuthPorts['logIn'];
}

const REALM_KEY = canonicalName(REALM_APPLICATION);

const known = (user: User | undefined) =>
	user && { id: user.id, name: user.name, enabled: user.enabled };

/** What the endpoints of the authorization server need, of one realm. */
export function oauthPorts(deps: OAuthDeps): Omit<OAuthPorts, 'links'> {
	const { parts, stored, clients, digestsOf, tokenKeys, signed, attempts } = deps;
	const { clock, random, store, row, keys } = parts;
	const { environment } = row;
	const addressOf = (address: string | undefined) =>
		address === undefined ? undefined : parseAddress(address);
	return {
		realm: { id: row.id, name: row.name },
		clock,
		random,
		clients: oauthClients(clients),
		users: {
			findByName: async (name) => known(await stored.users.find(name)),
			findById: async (id) => known(await stored.users.findById(id)),
			findByPersonId: async (id) => known(await stored.users.findByPersonId(id)),
			async realmPrivileges(id) {
				const { grants } = await stored.access.ofUser(id);
				const owned = grants
					.filter(({ application }) => canonicalName(application) === REALM_KEY)
					.map(({ privilege }) => canonicalName(privilege));
				return REALM_PRIVILEGES.filter((name) => owned.includes(canonicalName(name)));
			},
			accountHash: accountHashes(parts.sodium, keys).of,
		},
		logIn: deps.logIn,
		applications: stored.applications,
		grants: stored.grants,
		keyPairs: deps.keyPairs,
		domainKeys: oauthDomainKeys({
			domainKeys: deps.domainKeys,
			stored: stored.domainKeys,
			buckets: deps.buckets,
			digestsOf,
			clock,
			environment,
		}),
		callable: callableTriggers(stored.triggers, deps.access),
		keyGrants: stored.keyGrants,
		guidTokens: guidTokens({ random, digestsOf, keys }),
		consents: stored.consents,
		usedOnce: usedOnceOf(store, row.id),
		accessTokens: oauthAccessTokens({
			parts,
			environment,
			tokens: stored.tokens,
			applications: stored.applications,
			digestsOf,
			tokenKeys,
			signed,
			announce: () => store.announce(row.id),
		}),
		proofs: oauthProofs({ random, digestsOf, keys, environment }),
		forms: oauthForms(parts),
		attempts: {
			clientRetryAfter: (address) => attempts.retryAfter(addressOf(address)),
			noteFailedClient(address) {
				attempts.note(addressOf(address));
			},
		},
		publicKeys: tokenKeys.publicKeys,
	};
}
