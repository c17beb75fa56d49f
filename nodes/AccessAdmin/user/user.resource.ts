import type { INodeProperties } from 'n8n-workflow';

import { onlyFor } from '../../../src/n8n/fields';
import { create, createFields } from './create.operation';
import { deleteUser } from './delete.operation';
import { disable } from './disable.operation';
import { enable } from './enable.operation';
import { explain, explainFields } from './explain.operation';
import { getAll, getAllFields } from './get-all.operation';
import { get } from './get.operation';
import { removePassword } from './remove-password.operation';
import { setPassword, setPasswordFields } from './set-password.operation';
import { setPasswordByLink, setPasswordByLinkFields } from './set-password-by-link.operation';
import { update, updateFields } from './update.operation';

export const userOperations = {
	create,
	get,
	getAll,
	update,
	enable,
	disable,
	explain,
	setPassword,
	setPasswordByLink,
	removePassword,
	delete: deleteUser,
};

const ON_ONE_USER = [
	'get',
	'update',
	'enable',
	'disable',
	'explain',
	'setPassword',
	'setPasswordByLink',
	'removePassword',
	'delete',
];

export const userFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['user'] } },
		default: 'create',
		options: [
			{ name: 'Create', value: 'create', action: 'Create a user' },
			{
				name: 'Delete',
				value: 'delete',
				action: 'Delete a user',
				description: 'Delete a user and all keys of the user',
			},
			{
				name: 'Disable',
				value: 'disable',
				action: 'Disable a user',
				description: 'Refuse all keys of a user until the user is enabled again',
			},
			{ name: 'Enable', value: 'enable', action: 'Enable a user' },
			{
				name: 'Explain',
				value: 'explain',
				action: 'Explain what a user may do',
				description: 'Say why a call as this user would be allowed or refused',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get a user',
				description: 'Get a user with groups and privileges',
			},
			{ name: 'Get Many', value: 'getAll', action: 'Get many users' },
			{
				name: 'Remove Password',
				value: 'removePassword',
				action: 'Remove the password of a user',
				description:
					'Let a user log in no more; what clients got by the password ends, consents stay',
			},
			{
				name: 'Set Password',
				value: 'setPassword',
				action: 'Set the password of a user',
				description: 'Take a sealed password, with which a user can log in',
			},
			{
				name: 'Set Password by Link',
				value: 'setPasswordByLink',
				action: 'Make a link on which a user sets a password',
				description: 'Make a one-time link on which users choose passwords of their own',
			},
			{ name: 'Update', value: 'update', action: 'Update a user' },
		],
	},
	...onlyFor('user', ON_ONE_USER, [
		{
			displayName: 'User Name or ID',
			name: 'username',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'listUsers' },
			required: true,
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
	]),
	...createFields,
	...updateFields,
	...setPasswordFields,
	...setPasswordByLinkFields,
	...explainFields,
	...getAllFields,
];
