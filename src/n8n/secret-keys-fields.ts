import {
	CREDENTIAL_BLANKING_VALUE,
	CREDENTIAL_EMPTY_VALUE,
	type ICredentialDataDecryptedObject,
} from 'n8n-workflow';
import { type Mistake, mistake } from '../secrets/mistake';
import { parseSecretKeys, type SecretKeys } from '../secrets/secret-keys';

// `***` is what n8n shows for the leaves of a redacted JSON field; it does not export it.
const PLACEHOLDERS: ReadonlySet<string> = new Set([
	'***',
	CREDENTIAL_BLANKING_VALUE,
	CREDENTIAL_EMPTY_VALUE,
]);

/** Reads the fields of a Secret Keys API credential as n8n decrypted them. */
export function readSecretKeys(credential: ICredentialDataDecryptedObject): SecretKeys | Mistake {
	const source = credential['source'] ?? 'credential';
	if (source !== 'credential') return mistake('Source of the Secret Keys credential is unknown.');
	return parseSecretKeys(
		{
			secrets: credential['secrets'],
			disabledKeys: credential['disabledKeys'],
			allowedDomains: credential['allowedDomains'],
			referenceHeaders: credential['referenceHeaders'],
		},
		PLACEHOLDERS,
	);
}
