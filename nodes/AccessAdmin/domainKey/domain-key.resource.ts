import type { INodeProperties } from 'n8n-workflow';

import { onlyFor, pickField } from '../../../src/n8n/fields';
import { create, createFields } from './create.operation';
import { deleteDomainKey } from './delete.operation';
import { disable } from './disable.operation';
import { enable } from './enable.operation';
import { getAll, getAllFields } from './get-all.operation';
import { revoke } from './revoke.operation';
import { update, updateFields } from './update.operation';

export const domainKeyOperations = {
	create,
	getAll,
	update,
	enable,
	disable,
	revoke,
	delete: deleteDomainKey,
};

export const domainKeyFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['domainKey'] } },
		default: 'create',
		options: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create a domain key',
				description: 'Make a key that pages of certain origins may show to everybody',
			},
			{ name: 'Delete', value: 'delete', action: 'Delete a domain key' },
			{
				name: 'Disable',
				value: 'disable',
				action: 'Disable a domain key',
				description: 'Refuse a key until it is enabled again',
			},
			{ name: 'Enable', value: 'enable', action: 'Enable a domain key' },
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many domain keys',
				description: 'Give the keys with their values, which are no secret',
			},
			{
				name: 'Revoke',
				value: 'revoke',
				action: 'Revoke a domain key',
				description: 'Refuse a key for good',
			},
			{
				name: 'Update',
				value: 'update',
				action: 'Update a domain key',
				description: 'Change name, origins, privileges and limit of a key, whose value stays',
			},
		],
	},
	...onlyFor(
		'domainKey',
		['update', 'enable', 'disable', 'revoke', 'delete'],
		[pickField('Domain Key Name or ID', 'credentialId', 'listDomainKeys')],
	),
	...createFields,
	...updateFields,
	...getAllFields,
];
