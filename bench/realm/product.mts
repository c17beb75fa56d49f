import { createRequire } from 'node:module';
import type * as credentialText from '../../src/crypto/credential-text.ts';
import type * as sodium from '../../src/crypto/sodium.ts';
import type * as message from '../../src/http/message.ts';
import type * as problem from '../../src/http/problem.ts';
import type * as startGrant from '../../src/oauth/steps/start-grant.ts';
import type * as failedAttempts from '../../src/limits/failed-attempts.ts';
import type * as localBuckets from '../../src/limits/local-buckets.ts';
import type * as decideCall from '../../src/realm/decide-call.ts';
import type * as knownSigningKeys from '../../src/realm/known-signing-keys.ts';
import type * as oauthProofs from '../../src/realm/oauth-proofs.ts';
import type * as openDatasource from '../../src/realm/open-datasource.ts';
import type * as openRealm from '../../src/realm/open-realm.ts';
import type * as systemPorts from '../../src/realm/system-ports.ts';
import type * as postgresUrl from '../../src/realm/postgres-url.ts';
import type * as realmDigests from '../../src/realm/realm-digests.ts';
import type * as realmKey from '../../src/realm/realm-key.ts';
import type * as realmKeys from '../../src/realm/realm-keys.ts';
import type * as rememberedRecords from '../../src/realm/remembered-records.ts';
import type * as unlockRealm from '../../src/realm/unlock-realm.ts';
import type * as redaction from '../../src/secrets/redaction.ts';
import type * as resolve from '../../src/secrets/resolve.ts';
import type * as sealSecret from '../../src/secrets/seal-secret.ts';
import type * as secretKeys from '../../src/secrets/secret-keys.ts';
import type * as signingVault from '../../src/secrets/signing-vault.ts';
import type * as access from '../../src/store/access.ts';
import type * as accessTokens from '../../src/store/access-tokens.ts';
import type * as apiKeys from '../../src/store/api-keys.ts';
import type * as domainKeys from '../../src/store/domain-keys.ts';
import type * as oauthGrants from '../../src/store/oauth-grants.ts';
import type * as users from '../../src/store/users.ts';
import type * as signingKeys from '../../src/store/signing-keys.ts';
import type * as realms from '../../src/store/realms.ts';
import type * as validation from '../../src/validation/validation.ts';

const load = createRequire(import.meta.url);
const from = <T extends object>(path: string): T => load(`../../dist/src/${path}.js`) as T;

/** The built package, so that what is measured is what users run. Build it first. */
export const loadProduct = () => ({
	...from<typeof credentialText>('crypto/credential-text'),
	...from<typeof sodium>('crypto/sodium'),
	...from<typeof message>('http/message'),
	...from<typeof problem>('http/problem'),
	...from<typeof failedAttempts>('limits/failed-attempts'),
	...from<typeof localBuckets>('limits/local-buckets'),
	...from<typeof decideCall>('realm/decide-call'),
	...from<typeof openRealm>('realm/open-realm'),
	...from<typeof systemPorts>('realm/system-ports'),
	...from<typeof postgresUrl>('realm/postgres-url'),
	...from<typeof realmDigests>('realm/realm-digests'),
	...from<typeof realmKey>('realm/realm-key'),
	...from<typeof realmKeys>('realm/realm-keys'),
	...from<typeof rememberedRecords>('realm/remembered-records'),
	...from<typeof knownSigningKeys>('realm/known-signing-keys'),
	...from<typeof oauthProofs>('realm/oauth-proofs'),
	...from<typeof startGrant>('oauth/steps/start-grant'),
	...from<typeof oauthGrants>('store/oauth-grants'),
	...from<typeof openDatasource>('realm/open-datasource'),
	...from<typeof unlockRealm>('realm/unlock-realm'),
	...from<typeof resolve>('secrets/resolve'),
	...from<typeof redaction>('secrets/redaction'),
	...from<typeof sealSecret>('secrets/seal-secret'),
	...from<typeof secretKeys>('secrets/secret-keys'),
	...from<typeof signingVault>('secrets/signing-vault'),
	...from<typeof access>('store/access'),
	...from<typeof accessTokens>('store/access-tokens'),
	...from<typeof apiKeys>('store/api-keys'),
	...from<typeof domainKeys>('store/domain-keys'),
	...from<typeof users>('store/users'),
	...from<typeof signingKeys>('store/signing-keys'),
	...from<typeof realms>('store/realms'),
	...from<typeof validation>('validation/validation'),
});
