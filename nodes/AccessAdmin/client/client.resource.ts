import type { INodeProperties } from 'n8n-workflow';

import { onlyFor, pickField } from '../../../src/n8n/fields';
import { outputNotice } from '../../../src/n8n/one-time-link';
import { deleteClient } from './delete.operation';
import { disable } from './disable.operation';
import { enable } from './enable.operation';
import { getAll, getAllFields } from './get-all.operation';
import { get } from './get.operation';
import { register, registerFields } from './register.operation';
import { rotate, rotateFields } from './rotate.operation';
import { update, updateFields } from './update.operation';

export const clientOperations = {
	register,
	get,
	getAll,
	update,
	rotate,
	enable,
	disable,
	delete: deleteClient,
};

export const clientResourceFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['client'] } },
		default: 'register',
		options: [
			{
				name: 'Delete',
				value: 'delete',
				action: 'Delete a client',
				description: 'Delete a client with its secret, its tokens and consents',
			},
			{
				name: 'Disable',
				value: 'disable',
				action: 'Disable a client',
				description: 'Give a client no token, and refuse those it has, until it is enabled again',
			},
			{ name: 'Enable', value: 'enable', action: 'Enable a client' },
			{ name: 'Get', value: 'get', action: 'Get a client' },
			{ name: 'Get Many', value: 'getAll', action: 'Get many clients' },
			{
				name: 'Register',
				value: 'register',
				action: 'Register a client',
				description: 'Make an OAuth client and show its secret once',
			},
			{
				name: 'Rotate',
				value: 'rotate',
				action: 'Rotate the secret of a client',
				description: 'Give a client a new secret and show it once',
			},
			{ name: 'Update', value: 'update', action: 'Update a client' },
		],
	},
	...onlyFor(
		'client',
		['register', 'rotate'],
		[
			...outputNotice(
				'clientSecretNotice',
				'The secret is in the output this one time. n8n keeps what a node outputs for as long as it keeps the execution: switch off saving of executions in the settings of this workflow, and hand the secret over at once.',
			),
		],
	),
	...onlyFor(
		'client',
		['get', 'update', 'rotate', 'enable', 'disable', 'delete'],
		[pickField('Client Name or ID', 'clientId', 'listClients')],
	),
	...registerFields,
	...updateFields,
	...rotateFields,
	...getAllFields,
];
