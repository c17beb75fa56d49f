import {
	CREDENTIAL_BLANKING_VALUE,
	CREDENTIAL_EMPTY_VALUE,
	type ICredentialDataDecryptedObject,
} from 'n8n-workflow';
import type { Datasource } from '../realm/open-datasource';
import { type Mistake, mistake } from '../secrets/mistake';
import type { DatasourceKeys } from '../secrets/datasource-keys';
import {
	type CredentialKeys,
	parseLimits,
	parseSecretKeys,
	type SecretKeys,
} from '../secrets/secret-keys';
import { openDatasourceBy } from './open-realms';

// `***` is what n8n shows for the leaves of a redacted JSON field; it does not export it.
const PLACEHOLDERS: ReadonlySet<string> = new Set([
	'***',
	CREDENTIAL_BLANKING_VALUE,
	CREDENTIAL_EMPTY_VALUE,
]);

/** The keys of a credential that has them from a realm. */
export interface RealmKeys extends SecretKeys {
	readonly keys: DatasourceKeys;
	readonly datasource: Datasource;
}

async function readFromRealm(
	credential: ICredentialDataDecryptedObject,
): Promise<RealmKeys | Mistake> {
	const limits = parseLimits({
		allowedDomains: credential['allowedDomains'],
		allowedPorts: credential['allowedPorts'],
		referenceHeaders: credential['referenceHeaders'],
	});
	if ('kind' in limits) return limits;
	try {
		const datasource = await openDatasourceBy(credential);
		const keys = await datasource.keys();
		if (keys.kind === 'refused') return mistake(keys.sentence);
		const holder = `datasource "${String(credential['datasource']).trim()}"`;
		const named = { holder, owner: 'The Secret Keys credential' };
		return { kind: 'secret-keys', keys: keys.value, ...limits, ...named, datasource };
	} catch (error) {
		// What breaks here says what to do, and holds no secret.
		return mistake(error instanceof Error ? error.message : String(error));
	}
}

/**
 * Reads the fields of a Secret Keys API credential as n8n decrypted them; those of a realm are
 * looked up there.
 */
export async function readSecretKeys(
	credential: ICredentialDataDecryptedObject,
): Promise<CredentialKeys | RealmKeys | Mistake> {
	const source = credential['source'] ?? 'credential';
	if (source === 'realm') return await readFromRealm(credential);
	if (source !== 'credential') return mistake('Source of the Secret Keys credential is unknown.');
	return parseSecretKeys(
		{
			secrets: credential['secrets'],
			disabledKeys: credential['disabledKeys'],
			allowedDomains: credential['allowedDomains'],
			allowedPorts: credential['allowedPorts'],
			referenceHeaders: credential['referenceHeaders'],
		},
		PLACEHOLDERS,
	);
}
