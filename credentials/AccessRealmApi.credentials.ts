import type { ICredentialType, INodeProperties } from 'n8n-workflow';

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
		{
			displayName: 'Realm',
			name: 'realm',
			type: 'string',
			default: 'default',
			required: true,
			description: 'Name of the realm; one database can hold several',
		},
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
		{
			displayName: 'Storage',
			name: 'storage',
			type: 'options',
			options: [
				{
					name: 'Automatic',
					value: 'automatic',
					description:
						"Where n8n keeps its own: a SQLite file beside n8n's, or a schema in n8n's PostgreSQL database",
				},
				{
					name: 'PostgreSQL',
					value: 'postgres',
					description: 'A PostgreSQL database of your choice',
				},
				{
					name: 'SQLite',
					value: 'sqlite',
					description: 'A SQLite file of your choice; not with queue mode',
				},
			],
			default: 'automatic',
			description: 'Where the realm is stored',
		},
		{
			displayName: 'SQLite File',
			name: 'sqliteFile',
			type: 'string',
			default: '',
			placeholder: 'e.g. /home/node/.n8n/incoming-api.sqlite',
			description: 'Path on the machine of n8n, on a local disk; the automatic one when empty',
			displayOptions: { show: { storage: ['sqlite'] } },
		},
		{
			displayName: 'PostgreSQL URL',
			name: 'postgresUrl',
			type: 'string',
			typeOptions: { password: true },
			// An expression in it would be shown in clear to whoever may read the credential.
			noDataExpression: true,
			default: '',
			placeholder: 'e.g. postgres://user:password@host:5432/database?sslmode=verify-full',
			description:
				'Where the database is and what opens it; the realm takes the schema incoming_api in it',
			displayOptions: { show: { storage: ['postgres'] } },
		},
	];
}
