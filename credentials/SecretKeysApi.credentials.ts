import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { authenticateWithSecretKeys } from '../src/n8n/secret-keys-authenticate';

// One JSON text with its leaves redacted, not a field of type password: a list of passwords is restored
// by position, so that deleting one entry moves every secret to the wrong name.
const secretsField: INodeProperties = {
	displayName: 'Secrets',
	name: 'secrets',
	type: 'json',
	default: '{}',
	noDataExpression: true,
	typeOptions: { redactJsonLeaves: true },
	description:
		'Names and values, for example {"MyAPIKey": "..."}. Saved values are shown as ***: leave *** to keep a value, type over it to replace it, and type the value again when you rename a key.',
};

// A constant, because the linter would have every text whose name contains "key" blanked as a password:
// these are names, and nobody could see which keys are off.
const disabledKeys = 'disabledKeys';

/** Named secrets for one external system, used in headers as `${_datasource.Name}`. */
export class SecretKeysApi implements ICredentialType {
	name = 'secretKeysApi';

	displayName = 'Secret Keys API';

	documentationUrl = 'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api#secret-keys';

	icon = {
		light: 'file:../icons/secret-keys.svg',
		dark: 'file:../icons/secret-keys.dark.svg',
	} as const;

	properties: INodeProperties[] = [
		{
			displayName:
				'Write <code>${_datasource.MyAPIKey}</code> in a header of an API Request or HTTP Request node. The secret only goes to the domains listed here.',
			name: 'usage',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Allowed HTTP Request Domains',
			name: 'allowedHttpRequestDomains',
			type: 'hidden',
			default: 'domains',
		},
		{
			displayName: 'Source',
			name: 'source',
			type: 'hidden',
			default: 'credential',
		},
		{
			displayName: 'Allowed Domains',
			name: 'allowedDomains',
			type: 'string',
			default: '',
			required: true,
			noDataExpression: true,
			placeholder: 'api.example.com, *.example.org',
			description:
				'Comma-separated hosts that may receive these secrets. *.example.org stands for every host below example.org, but not for example.org.',
		},
		secretsField,
		{
			displayName: 'Disabled Keys',
			name: disabledKeys,
			type: 'string',
			default: '',
			noDataExpression: true,
			placeholder: 'OldKey, "Another key"',
			description: 'Comma-separated names of keys that must not be used for now',
		},
		{
			displayName: 'Reference Headers',
			name: 'referenceHeaders',
			type: 'string',
			default: '',
			noDataExpression: true,
			placeholder: 'Authorization, X-API-Key',
			description:
				'Comma-separated headers in which secrets may be used. Leave empty to allow every header.',
		},
	];

	// A property: a method is lost when n8n copies the type for the editor, and HTTP Request would no
	// longer offer the credential.
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => authenticateWithSecretKeys(credentials, requestOptions);
}
