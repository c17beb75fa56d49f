import { createRequire } from 'node:module';
import type * as issueAccessToken from '../../src/administration/issue-access-token.ts';
import type * as accessToken from '../../src/authentication/access-token.ts';
import type * as sodium from '../../src/crypto/sodium.ts';
import type * as realmDigests from '../../src/realm/realm-digests.ts';
import type * as realmKey from '../../src/realm/realm-key.ts';
import type * as realmKeys from '../../src/realm/realm-keys.ts';
import type { RealmLock } from '../../src/realm/settings.ts';
import type * as systemPortsModule from '../../src/realm/system-ports.ts';
import type * as accessTokens from '../../src/store/access-tokens.ts';
import type * as realms from '../../src/store/realms.ts';
import type { Store } from '../../src/store/store.ts';

const load = createRequire(import.meta.url);
const from = <T extends object>(path: string): T => load(`../../dist/src/${path}.js`) as T;

/** Issues an access token of an hour, and gives its text. */
export type TokenIssuer = (
	grant: Partial<issueAccessToken.TokenGrant>,
) => Promise<issueAccessToken.IssuedAccessToken>;

/** Issues tokens of a realm by the built package, as an authorization server would. */
export async function tokenIssuer(
	store: Store,
	realm: string,
	lock: RealmLock,
): Promise<TokenIssuer> {
	const { issueAccessToken: issue } = from<typeof issueAccessToken>(
		'administration/issue-access-token',
	);
	const { systemPorts } = from<typeof systemPortsModule>('realm/system-ports');
	const ready = await from<typeof sodium>('crypto/sodium').readySodium();
	const stored = await from<typeof realms>('store/realms').findRealm(store, realm);
	const { unlockRealmKey } = from<typeof realmKey>('realm/realm-key');
	const unlocked = stored && (await unlockRealmKey(ready, stored.keys, lock));
	if (!stored || !unlocked) throw new Error(`The realm "${realm}" cannot be opened.`);
	const { id, environment } = stored.realm;
	const keys = from<typeof realmKeys>('realm/realm-keys').realmKeys(ready, store, id, unlocked);
	const digestsOf = from<typeof realmDigests>('realm/realm-digests').realmDigests(ready, keys, id);
	const deps = {
		...systemPorts,
		tokens: from<typeof accessTokens>('store/access-tokens').accessTokensOf(store, id),
		newestDigests: () => ({ digests: digestsOf(undefined), pepperVersion: keys.newest().version }),
		brand: from<typeof accessToken>('authentication/access-token').ACCESS_TOKEN_BRAND,
		environment,
	};
	return async (grant) => {
		const issued = await issue(deps, {
			userId: undefined,
			clientId: undefined,
			scopes: [],
			dialect: 'oauth',
			lifetimeSeconds: 3_600,
			...grant,
		});
		if (issued === 'user-unknown') throw new Error('The user of the token is gone.');
		return issued;
	};
}
