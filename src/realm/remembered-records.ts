import type { AccessTokens } from '../store/access-tokens';
import type { KnownSigningKeys } from '../authentication/signature/known-signing-key';
import type { Access } from '../store/access';
import type { ApiKeys } from '../store/api-keys';
import type { Clock } from '../store/clock';
import { canonicalName } from '../store/canonical-name';
import type { Users } from '../store/users';
import type { DomainKeys } from '../store/domain-keys';
import type { Store } from '../store/store';
import { rememberRecords } from './cache';

export interface RememberedRecords {
	readonly keys: Pick<ApiKeys, 'findByPublicId'>;
	readonly tokens: Pick<AccessTokens, 'findByPublicId'>;
	readonly domainKeys: Pick<DomainKeys, 'findByPublicId'>;
	readonly access: Pick<Access, 'ofUser' | 'ofClient'>;
	readonly users: Pick<Users, 'find'>;
	readonly signingKeys: KnownSigningKeys;
	/** Stops hearing of changes. */
	close(): void;
}

/**
 * What decisions read, remembered: a warm decision reads nothing from the database. Every announced
 * change of the realm, here or in another process, empties it (PF-16).
 */
export function rememberForDecisions(
	{ keys, tokens, domainKeys, access, users, signingKeys }: Omit<RememberedRecords, 'close'>,
	store: Pick<Store, 'onAnnounced'>,
	realmId: string,
	clock: Clock,
): RememberedRecords {
	const knownKeys = rememberRecords((id) => keys.findByPublicId(id), clock);
	const knownTokens = rememberRecords((id) => tokens.findByPublicId(id), clock);
	const knownDomainKeys = rememberRecords((id) => domainKeys.findByPublicId(id), clock);
	const knownAccess = rememberRecords((id) => access.ofUser(id), clock);
	const knownClientAccess = rememberRecords((id) => access.ofClient(id), clock);
	const knownUsers = rememberRecords((name) => users.find(name), clock);
	const knownSigningKeys = rememberRecords((id) => signingKeys.findSigningKey(id), clock);
	const knownByKeyId = rememberRecords((id) => signingKeys.findByKeyId(id), clock);
	const close = store.onAnnounced((changed) => {
		if (changed !== undefined && changed !== realmId) return;
		knownKeys.clear();
		knownTokens.clear();
		knownDomainKeys.clear();
		knownAccess.clear();
		knownClientAccess.clear();
		knownUsers.clear();
		knownSigningKeys.clear();
		knownByKeyId.clear();
	});
	return {
		keys: { findByPublicId: (id) => knownKeys.find(id) },
		domainKeys: { findByPublicId: (id) => knownDomainKeys.find(id) },
		tokens: { findByPublicId: (id) => knownTokens.find(id) },
		signingKeys: {
			findSigningKey: (id) => knownSigningKeys.find(id),
			findByKeyId: (id) => knownByKeyId.find(id),
		},
		access: {
			ofUser: (id) => knownAccess.find(id),
			ofClient: (id) => knownClientAccess.find(id),
		},
		users: { find: (name) => knownUsers.find(canonicalName(name)) },
		close,
	};
}
