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
		{
			displayName: 'Group Names or IDs',
			name: 'groups',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'listGroups' },
			default: [],
			description:
				'Groups to join; Default when empty. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
	],
);

export const create: Operation = async ({ administer }, parameters) => {
	const displayName = parameters.optionalText('displayName');
	const username = parameters.text('username');
	const groups = parameters.optionalList('groups');
	const input = {
		username,
		...(displayName === undefined ? {} : { displayName }),
		...(groups === undefined ? {} : { groups }),
	};
	return shown(await administer.users.create(input), showUser);
};
