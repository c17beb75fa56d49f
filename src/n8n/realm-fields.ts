import type { INodeProperties } from 'n8n-workflow';

/** Which realm; for every credential that names one. */
export const realmField: INodeProperties = {
	displayName: 'Realm',
	name: 'realm',
	type: 'string',
	default: 'default',
	required: true,
	description: 'Name of the realm; one database can hold several',
};

/** Where the realm is stored; for every credential that names one. */
export const storageFields: readonly INodeProperties[] = [
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
