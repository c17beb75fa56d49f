import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown, showUser } from '../../../src/n8n/show';

export const createFields = onlyFor(
	'user',
	['create'],
	[
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. orders-partner',
			description: 'Name that calls run under, unique in the realm whatever its case',
		},
		{
			displayName: 'Display Name',
			name: 'displayName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Orders partner',
			description: 'Name shown to people; the user name when empty',
		},
	],
);

export const create: Operation = async ({ administer }, parameters) => {
	const displayName = parameters.optionalText('displayName');
	const username = parameters.text('username');
	const input = { username, ...(displayName === undefined ? {} : { displayName }) };
	return shown(await administer.users.create(input), showUser);
};
