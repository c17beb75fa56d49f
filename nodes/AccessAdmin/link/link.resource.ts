import type { INodeProperties } from 'n8n-workflow';

import { getAll, getAllFields } from './get-all.operation';
import { revoke, revokeFields } from './revoke.operation';

export const linkOperations = { getAll, revoke };

export const linkFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['link'] } },
		default: 'getAll',
		options: [
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many one time links',
				description: 'Get the links that still work, never what they lead to',
			},
			{
				name: 'Revoke',
				value: 'revoke',
				action: 'Revoke a one time link',
				description: 'End a link that was not used, with what it would have shown',
			},
		],
	},
	...getAllFields,
	...revokeFields,
];
