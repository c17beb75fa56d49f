import { systemRandom } from '../../src/crypto/random';
import { openDatasource } from '../../src/realm/open-datasource';
import type { Realm } from '../../src/realm/realm';
import { sealSecret, type SecretToSeal } from '../../src/secrets/seal-secret';
import { NOON, type TestRealm, valueOf } from '../a-realm';

export const DOMAINS = '127.0.0.1, api.example.com';
const HOUR = 3_600_000;

/** Creates a datasource and gives what its holders get of it. */
export async function aDatasource(realm: Realm, name = 'crm', allowedDomains = DOMAINS) {
	const { datasourceKey, publicKey = '' } = valueOf(
		await realm.administer.datasources.create({ name, allowedDomains }),
	);
	return { datasourceKey, publicKey };
}

/** Seals a value for the key `MyAPIKey` of the datasource `crm`, for the next hour. */
export async function seal(parts: Partial<SecretToSeal> & Pick<SecretToSeal, 'publicKey'>) {
	const sealed = await sealSecret({
		realm: 'default',
		datasource: 'crm',
		name: 'MyAPIKey',
		expiresAt: NOON + HOUR,
		value: 's3cr3t-value',
		...parts,
	});
	if (sealed.kind === 'mistake') throw new Error(sealed.sentence);
	return sealed.text;
}

/** Opens the datasource `crm` as a Secret Keys credential in another process would. */
export async function openIt(
	{ store, clock }: TestRealm,
	datasourceKey: string,
	datasource = 'crm',
	realm = 'default',
) {
	return await openDatasource({ realm, datasource, datasourceKey }, store, {
		clock,
		random: systemRandom,
	});
}
