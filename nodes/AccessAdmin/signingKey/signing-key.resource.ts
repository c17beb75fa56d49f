import type { INodeProperties } from 'n8n-workflow';

import { onlyFor, pickField } from '../../../src/n8n/fields';
import {
	createByLink,
	createByLinkFields,
	rotateByLink,
	rotateByLinkFields,
} from './by-link.operation';
import { create, createFields } from './create.operation';
import { deleteSigningKey } from './delete.operation';
import { disable } from './disable.operation';
import { enable } from './enable.operation';
import { getAll, getAllFields } from './get-all.operation';
import { getPublicKey } from './get-public-key.operation';
import { retire, retireFields } from './retire.operation';
import { revoke } from './revoke.operation';
import { rotate, rotateFields } from './rotate.operation';

export const signingKeyOperations = {
	create,
	createByLink,
	getAll,
	getPublicKey,
	rotate,
	rotateByLink,
	retire,
	enable,
	disable,
	revoke,
	delete: deleteSigningKey,
};

export const signingKeyFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['signingKey'] } },
		default: 'create',
		options: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create a signing key',
				description: 'Take messages that a sender signs as those of a user',
			},
			{
				name: 'Create by Link',
				value: 'createByLink',
				action: 'Make a link on which a signing key is created',
				description: 'Make a one-time link on which its receiver types the value',
			},
			{ name: 'Delete', value: 'delete', action: 'Delete a signing key' },
			{
				name: 'Disable',
				value: 'disable',
				action: 'Disable a signing key',
				description: 'Refuse messages of a key until it is enabled again',
			},
			{ name: 'Enable', value: 'enable', action: 'Enable a signing key' },
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many signing keys',
				description: 'Get signing keys with their IDs, never a value',
			},
			{
				name: 'Get Public Key',
				value: 'getPublicKey',
				action: 'Get the public key of the realm',
				description: 'Get the key that values of signing keys are sealed for',
			},
			{
				name: 'Retire',
				value: 'retire',
				action: 'Retire a value of a signing key',
				description: 'End a superseded value before its grace period does',
			},
			{
				name: 'Revoke',
				value: 'revoke',
				action: 'Revoke a signing key',
				description: 'Refuse messages of a key for good',
			},
			{
				name: 'Rotate',
				value: 'rotate',
				action: 'Rotate a signing key',
				description: 'Add a value and let those before work for a while',
			},
			{
				name: 'Rotate by Link',
				value: 'rotateByLink',
				action: 'Make a link on which a signing key is rotated',
				description: 'Make a one-time link on which its receiver types another value',
			},
		],
	},
	...onlyFor(
		'signingKey',
		['rotate', 'rotateByLink', 'retire', 'enable', 'disable', 'revoke', 'delete'],
		[pickField('Signing Key Name or ID', 'credentialId', 'listSigningKeys')],
	),
	...createFields,
	...createByLinkFields,
	...rotateFields,
	...rotateByLinkFields,
	...retireFields,
	...getAllFields,
];
