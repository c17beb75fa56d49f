import { onlyFor } from '../../../src/n8n/fields';
import { rateLimitField } from '../../../src/n8n/rate-limit';
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
		{
			displayName: 'New Person ID',
			name: 'newPersonId',
			type: 'string',
			default: '',
			description: 'Whom other systems know the user as; unchanged when empty',
		},
		{
			displayName: 'Remove Person ID',
			name: 'removePersonId',
			type: 'boolean',
			default: false,
			description: 'Whether to take the person ID of the user away',
		},
		rateLimitField(
			'How many calls may be made as this user, over all triggers; unchanged when empty',
		),
		{
			displayName: 'Remove Rate Limit',
			name: 'removeRateLimit',
			type: 'boolean',
			default: false,
			description: 'Whether to take the rate limit of the user away',
		},
	],
);

export const update: Operation = async ({ administer }, parameters) => {
	const username = parameters.optionalText('newUsername');
	const displayName = parameters.optionalText('displayName');
	const newPersonId = parameters.optionalText('newPersonId');
	const personId = parameters.flag('removePersonId') ? '' : newPersonId;
	const remove = parameters.flag('removeRateLimit');
	const rateLimit = remove ? ('none' as const) : parameters.rateLimit('rateLimit');
	const change = {
		...(username === undefined ? {} : { username }),
		...(displayName === undefined ? {} : { displayName }),
		...(personId === undefined ? {} : { personId }),
		...(rateLimit === undefined ? {} : { rateLimit }),
	};
	return shown(await administer.users.update(parameters.text('username'), change), showUser);
};
