import type { INodeProperties } from 'n8n-workflow';

import { getAll, getAllFields } from './get-all.operation';
import { revoke, revokeFields } from './revoke.operation';

export const tokenOperations = { getAll, revoke };

export const tokenFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['token'] } },
		default: 'getAll',
		options: [
			{ name: 'Get Many', value: 'getAll', action: 'Get many tokens' },
			{
				name: 'Revoke',
				value: 'revoke',
				action: 'Revoke a token',
				description: 'Refuse an access token for good',
			},
		],
	},
	...getAllFields,
	...revokeFields,
];
