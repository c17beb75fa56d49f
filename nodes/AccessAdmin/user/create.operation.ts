import { onlyFor } from '../../../src/n8n/fields';
import { rateLimitField } from '../../../src/n8n/rate-limit';
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
		{
			displayName: 'Person ID',
			name: 'personId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 4711',
			description:
				'Whom other systems know the user as, such as the person ID of Interact; unique in the realm',
		},
		rateLimitField(
			'How many calls may be made as this user, over all triggers; no limit when empty',
		),
	],
);

export const create: Operation = async ({ administer }, parameters) => {
	const displayName = parameters.optionalText('displayName');
	const username = parameters.text('username');
	const personId = parameters.optionalText('personId');
	const groups = parameters.optionalList('groups');
	const rateLimit = parameters.rateLimit('rateLimit');
	const input = {
		username,
		...(displayName === undefined ? {} : { displayName }),
		...(personId === undefined ? {} : { personId }),
		...(groups === undefined ? {} : { groups }),
		...(rateLimit === undefined ? {} : { rateLimit }),
	};
	return shown(await administer.users.create(input), showUser);
};
