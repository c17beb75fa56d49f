import type { Access } from '../store/access';
import type { ApiKeys } from '../store/api-keys';
import type { Clock } from '../store/clock';
import type { Store } from '../store/store';
import { rememberRecords } from './cache';

export interface RememberedRecords {
	readonly keys: Pick<ApiKeys, 'findByPublicId'>;
	readonly access: Pick<Access, 'ofUser'>;
	/** Stops hearing of changes. */
	close(): void;
}

/**
 * What decisions read, remembered: a warm decision reads nothing from the database. Every announced
 * change of the realm, here or in another process, empties it (PF-16).
 */
export function rememberForDecisions(
	{ keys, access }: Pick<RememberedRecords, 'keys' | 'access'>,
	store: Pick<Store, 'onAnnounced'>,
	realmId: string,
	clock: Clock,
): RememberedRecords {
	const knownKeys = rememberRecords((id) => keys.findByPublicId(id), clock);
	const knownAccess = rememberRecords((id) => access.ofUser(id), clock);
	const close = store.onAnnounced((changed) => {
		if (changed !== undefined && changed !== realmId) return;
		knownKeys.clear();
		knownAccess.clear();
	});
	return {
		keys: { findByPublicId: (id) => knownKeys.find(id) },
		access: { ofUser: (id) => knownAccess.find(id) },
		close,
	};
}
