import type { INodeProperties } from 'n8n-workflow';

import { onlyFor } from '../../../src/n8n/fields';
import { outputNotice } from '../../../src/n8n/one-time-link';
import { disable } from './disable.operation';
import { enable } from './enable.operation';
import { generate, generateFields } from './generate.operation';
import { getAll, getAllFields } from './get-all.operation';
import { revoke } from './revoke.operation';
import { rotate, rotateFields } from './rotate.operation';
import { update, updateFields } from './update.operation';

export const apiKeyOperations = { generate, getAll, update, rotate, enable, disable, revoke };

export const apiKeyFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['apiKey'] } },
		default: 'generate',
		options: [
			{
				name: 'Disable',
				value: 'disable',
				action: 'Disable an API key',
				description: 'Refuse a key until it is enabled again',
			},
			{ name: 'Enable', value: 'enable', action: 'Enable an API key' },
			{
				name: 'Generate',
				value: 'generate',
				action: 'Generate an API key',
				description: 'Make a new key or key pair for a user and show it once',
			},
			{ name: 'Get Many', value: 'getAll', action: 'Get many API keys' },
			{
				name: 'Revoke',
				value: 'revoke',
				action: 'Revoke an API key',
				description: 'Refuse a key for good',
			},
			{
				name: 'Rotate',
				value: 'rotate',
				action: 'Rotate an API key',
				description: 'Give a key a new value, a pair a new secret, and show it once',
			},
			{
				name: 'Update',
				value: 'update',
				action: 'Update an API key',
				description: 'Change the name and the limits of a key, whose value stays',
			},
		],
	},
	...onlyFor(
		'apiKey',
		['generate', 'rotate'],
		[
			...outputNotice(
				'keyNotice',
				'The key, or the secret of a pair, is in the output this one time. n8n keeps what a node outputs for as long as it keeps the execution: switch off saving of executions in the settings of this workflow, and hand the key over at once.',
			),
		],
	),
	...onlyFor(
		'apiKey',
		['update', 'rotate', 'enable', 'disable', 'revoke'],
		[
			{
				displayName: 'API Key Name or ID',
				name: 'credentialId',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'listApiKeys' },
				required: true,
				default: '',
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
		],
	),
	...generateFields,
	...rotateFields,
	...updateFields,
	...getAllFields,
];
