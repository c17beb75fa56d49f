import type { INodeProperties } from 'n8n-workflow';

import { getAll, getAllFields } from './get-all.operation';
import { revoke, revokeFields } from './revoke.operation';

export const consentOperations = { getAll, revoke };

export const consentFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['consent'] } },
		default: 'getAll',
		options: [
			{ name: 'Get Many', value: 'getAll', action: 'Get many consents' },
			{
				name: 'Revoke',
				value: 'revoke',
				action: 'Revoke a consent',
				description: 'End a consent for good, with every token that rests on it',
			},
		],
	},
	...getAllFields,
	...revokeFields,
];
