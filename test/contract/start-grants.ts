import { systemRandom } from '../../src/crypto/random';
import { readySodium } from '../../src/crypto/sodium';
import type { OAuthClient } from '../../src/oauth/client';
import { startGrantWithTokens } from '../../src/oauth/steps/start-grant';
import { oauthProofs } from '../../src/realm/oauth-proofs';
import { realmDigests } from '../../src/realm/realm-digests';
import { realmKeys } from '../../src/realm/realm-keys';
import { unlockExistingRealm } from '../../src/realm/unlock-realm';
import { oauthGrantsOf } from '../../src/store/oauth-grants';
import { KEY_LOCK, type TestRealm } from '../a-realm';

/**
 * Starts so many grants as log-ins by a password do, of which each would cost an Argon2id; gives their
 * refresh tokens.
 */
export async function startGrantsByPassword(
	{ store, clock }: TestRealm,
	{ clientId, userId }: { readonly clientId: string; readonly userId: string },
	count: number,
): Promise<readonly string[]> {
	const [sodium, { row, unlocked }] = await Promise.all([
		readySodium(),
		unlockExistingRealm({ realm: 'default', lock: KEY_LOCK }, store),
	]);
	const keys = realmKeys(sodium, store, row.id, unlocked);
	const digestsOf = realmDigests(sodium, keys, row.id);
	const { environment } = row;
	const proofs = oauthProofs({ random: systemRandom, digestsOf, keys, environment });
	const ports = { clock, random: systemRandom, proofs, grants: oauthGrantsOf(store, row.id) };
	const password = store.db.selectFrom('user_password').where('user_id', '=', userId);
	const { salt: passwordId } = await password.select('salt').executeTakeFirstOrThrow();
	const client = {
		id: clientId,
		grants: ['refresh_token'],
		refreshSeconds: 3600,
		refreshIdleSeconds: 3600,
	} as unknown as OAuthClient;
	const granted = { client, user: { id: userId }, consentId: undefined, passwordId };
	const started = await Promise.all(
		Array.from({ length: count }, () =>
			startGrantWithTokens({ ...granted, scopes: [], applications: [] }, ports),
		),
	);
	return started.map(({ refreshToken = '' }) => refreshToken);
}
