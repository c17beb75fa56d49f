import {
	type IssuedAccessToken,
	issueAccessToken,
	type TokenGrant,
} from '../src/administration/issue-access-token';
import { ACCESS_TOKEN_BRAND } from '../src/authentication/access-token';
import { systemRandom } from '../src/crypto/random';
import { readySodium } from '../src/crypto/sodium';
import { realmDigests } from '../src/realm/realm-digests';
import { realmKeys } from '../src/realm/realm-keys';
import type { RealmLock } from '../src/realm/settings';
import { unlockRealmKey } from '../src/realm/realm-key';
import { accessTokensOf } from '../src/store/access-tokens';
import type { Clock } from '../src/store/clock';
import { findRealm } from '../src/store/realms';
import type { Store } from '../src/store/store';

/** Issues tokens as an authorization server of the realm does: for a user or client, for an hour. */
export async function tokenIssuer(
	store: Store,
	realm: string,
	lock: RealmLock,
	clock: Clock,
): Promise<(grant: Partial<TokenGrant>) => Promise<IssuedAccessToken>> {
	const sodium = await readySodium();
	const stored = await findRealm(store, realm);
	const unlocked = stored && (await unlockRealmKey(sodium, stored.keys, lock));
	if (!stored || !unlocked) throw new Error('The realm that is to issue tokens cannot be opened.');
	const { id, environment } = stored.realm;
	const keys = realmKeys(sodium, store, id, unlocked);
	const digestsOf = realmDigests(sodium, keys, id);
	const deps = {
		tokens: accessTokensOf(store, id),
		newestDigests: () => ({ digests: digestsOf(undefined), pepperVersion: keys.newest().version }),
		clock,
		random: systemRandom,
		brand: ACCESS_TOKEN_BRAND,
		environment,
	};
	return async (grant) => {
		const issued = await issueAccessToken(deps, {
			userId: undefined,
			clientId: undefined,
			scopes: [],
			dialect: 'oauth',
			lifetimeSeconds: 3600,
			...grant,
		});
		if (issued === 'user-unknown') throw new Error('There is no such user.');
		return issued;
	};
}
