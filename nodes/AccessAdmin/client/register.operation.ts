import type { INodeProperties } from 'n8n-workflow';

import { onlyFor } from '../../../src/n8n/fields';
import { clientFieldsOf } from '../../../src/n8n/client-parameters';
import { DELIVER_FIELDS, delivered } from '../../../src/n8n/one-time-link';
import type { Operation } from '../../../src/n8n/run-operations';
import { DELIVERED_CLIENT } from '../../../src/n8n/show-client';
import { clientFields } from './client-fields';

const FIRST: INodeProperties[] = [
	{
		displayName: 'Client Name',
		name: 'name',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Orders portal',
		description: 'Name that users see when they are asked for consent',
	},
	{
		displayName: 'Client Type',
		name: 'clientType',
		type: 'options',
		default: 'confidential',
		options: [
			{ name: 'Confidential', value: 'confidential', description: 'Can keep a secret: a server' },
			{ name: 'Public', value: 'public', description: 'Cannot: an app or a page; has no secret' },
		],
		description: 'Whether it can keep a secret; stays for its life',
	},
	{
		displayName: 'Secret Expires At',
		name: 'expiresAt',
		type: 'dateTime',
		default: '',
		description: 'When the client secret stops working; never when empty',
		displayOptions: { show: { clientType: ['confidential'] } },
	},
	{
		displayName: 'Authority URL',
		name: 'authorityUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://n8n.example.com/webhook/auth',
		description: 'Hand-over pack: address of the authorization server',
		displayOptions: { show: { dialects: ['interActionPlus'] } },
	},
	{
		displayName: 'API URL',
		name: 'apiUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://n8n.example.com/webhook',
		description: 'Hand-over pack: address of the API that tokens are for',
		displayOptions: { show: { dialects: ['interActionPlus'] } },
	},
];

export const registerFields = [
	...clientFields('register', FIRST),
	...onlyFor('client', ['register'], DELIVER_FIELDS),
];

export const register: Operation = async (realm, parameters) => {
	const secretExpiresAt = parameters.optionalText('expiresAt');
	const authorityUrl = parameters.optionalText('authorityUrl');
	const apiUrl = parameters.optionalText('apiUrl');
	const input = {
		...clientFieldsOf(parameters),
		name: parameters.text('name'),
		type: parameters.text('clientType'),
		...(secretExpiresAt === undefined ? {} : { secretExpiresAt }),
		...(authorityUrl === undefined ? {} : { authorityUrl }),
		...(apiUrl === undefined ? {} : { apiUrl }),
	};
	return await delivered(realm, parameters, {
		issue: () => realm.administer.clients.register(input),
		...DELIVERED_CLIENT,
	});
};
