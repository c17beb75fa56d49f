import type { INodeProperties } from 'n8n-workflow';

import { onlyFor, onlyWhen } from '../../../src/n8n/fields';
import { clientOptions } from './client-options';

const GRANTS = [
	{ name: 'Authorization Code', value: 'authorization_code', description: 'A user logs in' },
	{ name: 'Client Credentials', value: 'client_credentials', description: 'It calls as itself' },
	{
		name: 'Implicit (Unsafe)',
		value: 'implicit',
		description: 'The token comes in an address; leaks easily',
	},
	{
		name: 'Password (Unsafe)',
		value: 'password',
		description: 'The client gets to see passwords of users',
	},
	{ name: 'Refresh Token', value: 'refresh_token', description: 'It goes on without the user' },
];

const INTAKE: INodeProperties[] = [
	{
		displayName: 'Partner',
		name: 'partner',
		type: 'string',
		default: '',
		description: 'Intake record: who integrates',
	},
	{
		displayName: 'Goals',
		name: 'goals',
		type: 'string',
		default: '',
		description: 'Intake record: what the integration is for',
	},
	{
		displayName: 'Data Scope',
		name: 'dataScope',
		type: 'string',
		default: '',
		description: 'Intake record: which data it needs',
	},
	{
		displayName: 'Contact',
		name: 'contact',
		type: 'string',
		default: '',
		description: 'Intake record: whom to ask',
	},
	{
		displayName: 'Tenant',
		name: 'tenant',
		type: 'string',
		default: '',
		description: 'Intake record: whose data it is',
	},
];

const GRANTS_FIELD: INodeProperties = {
	displayName: 'Grants',
	name: 'grants',
	type: 'multiOptions',
	options: GRANTS,
	default: [],
};

const DIALECTS_FIELD: INodeProperties = {
	displayName: 'Dialects',
	name: 'dialects',
	type: 'multiOptions',
	options: [
		{ name: 'InterAction+', value: 'interActionPlus' },
		{ name: 'OAuth', value: 'oauth' },
		{ name: 'Verint Community', value: 'verint' },
	],
	default: [],
};

const warning = (grant: string, displayName: string): INodeProperties => ({
	displayName,
	name: `${grant}Notice`,
	type: 'notice',
	default: '',
	displayOptions: { show: { grants: [grant] } },
});

const WARNINGS = [
	warning(
		'password',
		'Password: the client gets to see the passwords of users, and may keep them. RFC 9700 forbids this grant; use Authorization Code where the caller can.',
	),
	warning(
		'implicit',
		'Implicit: the token stands in an address, where histories, logs and other sites see it. RFC 9700 advises against this grant; use Authorization Code where the caller can.',
	),
];

/** The fields of an operation that says what a client is to be. */
export function clientFields(
	operation: 'register' | 'update',
	first: readonly INodeProperties[],
): INodeProperties[] {
	const isNew = operation === 'register';
	const unless = isNew ? '' : '; unchanged when empty';
	return onlyFor(
		'client',
		[operation],
		[
			...first,
			{
				displayName: 'Callback URLs',
				name: 'callbackUrls',
				type: 'string',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Callback URL' },
				default: [],
				placeholder: 'e.g. https://app.example.com/callback',
				description: `Where users come back to with a code, letter by letter${unless}`,
			},
			{
				...GRANTS_FIELD,
				default: isNew ? ['authorization_code', 'refresh_token'] : [],
				description: `What the client may exchange for a token${unless}`,
			},
			...WARNINGS,
			{
				...DIALECTS_FIELD,
				default: isNew ? ['oauth'] : [],
				description: `Wire formats that the client speaks${unless}`,
			},
			...onlyWhen({ dialects: ['interActionPlus'] }, INTAKE),
			clientOptions,
		],
	);
}
