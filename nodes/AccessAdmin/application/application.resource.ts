import type { INodeProperties } from 'n8n-workflow';

import { onlyFor, pickField } from '../../../src/n8n/fields';
import { create, createFields } from './create.operation';
import { deleteApplication } from './delete.operation';
import { getAll, getAllFields } from './get-all.operation';

export const applicationOperations = { create, getAll, delete: deleteApplication };

export const applicationFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['application'] } },
		default: 'create',
		options: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create an application',
				description: 'Create an application with its two access groups',
			},
			{
				name: 'Delete',
				value: 'delete',
				action: 'Delete an application',
				description: 'Delete an application with its access groups and its roles',
			},
			{ name: 'Get Many', value: 'getAll', action: 'Get many applications' },
		],
	},
	...onlyFor(
		'application',
		['delete'],
		[pickField('Application Name or ID', 'application', 'listApplications')],
	),
	...createFields,
	...getAllFields,
];
