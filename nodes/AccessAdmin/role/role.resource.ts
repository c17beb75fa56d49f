import type { INodeProperties } from 'n8n-workflow';

import { onlyFor, pickField } from '../../../src/n8n/fields';
import { create, createFields } from './create.operation';
import { deleteRole } from './delete.operation';
import { getAll, getAllFields } from './get-all.operation';
import { update, updateFields } from './update.operation';

export const roleOperations = { create, getAll, update, delete: deleteRole };

export const roleFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['role'] } },
		default: 'create',
		options: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create a role',
				description: 'Create a role with its privileges',
			},
			{ name: 'Delete', value: 'delete', action: 'Delete a role' },
			{ name: 'Get Many', value: 'getAll', action: 'Get many roles' },
			{ name: 'Update', value: 'update', action: 'Update a role' },
		],
	},
	...onlyFor(
		'role',
		['create', 'update', 'delete'],
		[
			pickField('Application Name or ID', 'application', 'listApplications', {
				default: 'Default',
			}),
		],
	),
	...onlyFor(
		'role',
		['update', 'delete'],
		[
			pickField('Role Name or ID', 'role', 'listRoles', {
				typeOptions: { loadOptionsMethod: 'listRoles', loadOptionsDependsOn: ['application'] },
			}),
		],
	),
	...createFields,
	...updateFields,
	...getAllFields,
];
