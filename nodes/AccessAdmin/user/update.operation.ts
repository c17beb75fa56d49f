import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown, showUser } from '../../../src/n8n/show';

export const updateFields = onlyFor(
	'user',
	['update'],
	[
		{
			displayName: 'New Display Name',
			name: 'displayName',
			type: 'string',
			default: '',
			description: 'Name shown to people; unchanged when empty',
		},
		{
			displayName: 'New User Name',
			name: 'newUsername',
			type: 'string',
			default: '',
			description:
				'Name that calls run under from now on, with the same keys; unchanged when empty',
		},
	],
);

export const update: Operation = async ({ administer }, parameters) => {
	const username = parameters.optionalText('newUsername');
	const displayName = parameters.optionalText('displayName');
	const change = {
		...(username === undefined ? {} : { username }),
		...(displayName === undefined ? {} : { displayName }),
	};
	return shown(await administer.users.update(parameters.text('username'), change), showUser);
};
