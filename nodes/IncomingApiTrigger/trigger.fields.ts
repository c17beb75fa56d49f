import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { RATE_LIMIT_FIELDS } from '../../src/n8n/rate-limit';
import { browserOptions } from './browser.fields';
import { credentialFields, credentialOptions } from './credential.fields';
import { aliasFields, answeringFields, answeringOptions, pathFields } from './answering.fields';
import { validationFields } from './validation.fields';

const METHODS: INodePropertyOptions[] = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'].map(
	(method) => ({ name: method, value: method }),
);

/**
 * No field takes an expression: one would make n8n evaluate all of them on every call, before the
 * caller is known.
 */
export const triggerFields: INodeProperties[] = [
	{
		displayName: 'Allow Several HTTP Methods',
		name: 'multipleMethods',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description: 'Whether the address answers to more than one HTTP method',
	},
	{
		displayName: 'HTTP Method',
		name: 'httpMethod',
		type: 'options',
		noDataExpression: true,
		options: METHODS,
		default: 'POST',
		description: 'HTTP method to listen to',
		displayOptions: { show: { multipleMethods: [false] } },
	},
	{
		displayName: 'HTTP Methods',
		name: 'httpMethod',
		type: 'multiOptions',
		noDataExpression: true,
		options: METHODS,
		default: ['GET', 'POST'],
		description: 'HTTP methods to listen to',
		displayOptions: { show: { multipleMethods: [true] } },
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. orders/submit',
		required: true,
		description: 'Path of the address; unique in this n8n together with the HTTP method',
	},
	...pathFields,
	{
		displayName: 'Allow Anonymous Calls',
		name: 'allowAnonymous',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description:
			'Whether calls without a credential may run the workflow. A wrong credential is refused all the same.',
	},
	{
		displayName:
			'Anyone who knows the address can run this workflow. Its item says <code>caller.type</code> "anonymous" for such a call.',
		name: 'anonymousNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { allowAnonymous: [true] } },
	},
	...credentialFields,
	{
		displayName: 'Application',
		name: 'application',
		type: 'string',
		noDataExpression: true,
		default: 'Default',
		required: true,
		description:
			'Application that this trigger belongs to. Its callers are in one of its groups, and only its roles count.',
	},
	{
		displayName: 'Required Privileges',
		name: 'requiredPrivileges',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Privilege' },
		noDataExpression: true,
		default: ['Use API Key', 'Run Actions'],
		description:
			'Privileges that a caller must have, all of them. Built-in names or names that a role of the application gives.',
	},
	...answeringFields,
	{
		displayName: 'Rate Limits',
		name: 'rateLimits',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		noDataExpression: true,
		default: {},
		placeholder: 'Add Rate Limit',
		description:
			'How many calls this trigger takes. A call beyond any of the limits is refused with status 429 and starts nothing.',
		options: [
			{
				displayName: 'Limit',
				name: 'limit',
				values: [
					...RATE_LIMIT_FIELDS,
					{
						displayName: 'Counted Per',
						name: 'per',
						type: 'options',
						noDataExpression: true,
						options: [
							{ name: 'Address', value: 'address', description: 'IP address of the caller' },
							{ name: 'Key', value: 'key', description: 'API key of the caller' },
							{ name: 'Trigger', value: 'trigger', description: 'All callers together' },
							{ name: 'User', value: 'user', description: 'User whom the call runs as' },
						],
						default: 'key',
						description: 'Which calls are counted together',
					},
				],
			},
		],
	},
	...validationFields,
	...aliasFields,
	{
		displayName: 'Caller Alias',
		name: 'callerAlias',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. calledBy',
		description:
			'Second name under which the item has the caller, for expressions: n8n does not let them read a member named caller',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		noDataExpression: true,
		placeholder: 'Add option',
		default: {},
		options: [...browserOptions, ...credentialOptions, ...answeringOptions],
	},
];
