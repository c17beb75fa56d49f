import type { INodeProperties } from 'n8n-workflow';

import { onlyFor, pickField } from '../../../src/n8n/fields';
import { addRole } from './add-role.operation';
import { addUser } from './add-user.operation';
import { create, createFields } from './create.operation';
import { deleteGroup } from './delete.operation';
import { getAll, getAllFields } from './get-all.operation';
import { removeRole } from './remove-role.operation';
import { removeUser } from './remove-user.operation';

export const groupOperations = {
	create,
	getAll,
	addUser,
	removeUser,
	addRole,
	removeRole,
	delete: deleteGroup,
};

export const groupFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['group'] } },
		default: 'create',
		options: [
			{
				name: 'Add Role',
				value: 'addRole',
				action: 'Add a role to a group',
				description: 'Give the users of a group what a role gives',
			},
			{ name: 'Add User', value: 'addUser', action: 'Add a user to a group' },
			{ name: 'Create', value: 'create', action: 'Create a group' },
			{
				name: 'Delete',
				value: 'delete',
				action: 'Delete a group',
				description: 'Delete a group; its users stay and lose what it gave them',
			},
			{ name: 'Get Many', value: 'getAll', action: 'Get many groups' },
			{ name: 'Remove Role', value: 'removeRole', action: 'Remove a role from a group' },
			{ name: 'Remove User', value: 'removeUser', action: 'Remove a user from a group' },
		],
	},
	...onlyFor(
		'group',
		['addUser', 'removeUser', 'addRole', 'removeRole', 'delete'],
		[pickField('Group Name or ID', 'group', 'listGroups')],
	),
	...onlyFor(
		'group',
		['addUser', 'removeUser'],
		[pickField('User Name or ID', 'username', 'listUsers')],
	),
	...onlyFor(
		'group',
		['addRole', 'removeRole'],
		[
			pickField('Application Name or ID', 'application', 'listApplications', {
				default: 'Default',
			}),
			pickField('Role Name or ID', 'role', 'listRoles', {
				typeOptions: { loadOptionsMethod: 'listRoles', loadOptionsDependsOn: ['application'] },
			}),
		],
	),
	...createFields,
	...getAllFields,
];
