import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { realmField, storageFields } from '../src/n8n/realm-fields';

export class AccessRealmApi implements ICredentialType {
	name = 'accessRealmApi';

	displayName = 'Access Realm API';

	documentationUrl = 'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api#readme';

	icon = {
		light: 'file:../icons/access-realm.svg',
		dark: 'file:../icons/access-realm.dark.svg',
	} as const;

	// Only our own nodes may ever read the passphrase.
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName:
				'A realm holds the users and API keys of your incoming APIs. It is created the first time it is opened. Its passphrase cannot be recovered.',
			name: 'realmNotice',
			type: 'notice',
			default: '',
		},
		realmField,
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			noDataExpression: true,
			default: '',
			required: true,
			description: 'Opens the realm: at least 8 characters, or 32 random bytes as base64',
		},
		...storageFields,
	];
}
