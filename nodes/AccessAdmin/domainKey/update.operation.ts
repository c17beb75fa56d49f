import { onlyFor } from '../../../src/n8n/fields';
import { rateLimitField } from '../../../src/n8n/rate-limit';
import type { Operation } from '../../../src/n8n/run-operations';
import { showDomainKey, shown } from '../../../src/n8n/show';

export const updateFields = onlyFor(
	'domainKey',
	['update'],
	[
		{
			displayName: 'New Key Name',
			name: 'newName',
			type: 'string',
			default: '',
			description: 'Tells the keys of a user apart; unchanged when empty',
		},
		{
			displayName: 'Origins',
			name: 'newOrigins',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://www.example.com, https://*.shop.example.com',
			description:
				'All origins whose pages may use the key, with commas between; unchanged when empty',
		},
		{
			displayName: 'Privileges',
			name: 'newPrivileges',
			type: 'string',
			default: '',
			placeholder: 'e.g. Use API Key, Run Actions',
			description: 'All that calls with the key may use of what the user has; unchanged when empty',
		},
		rateLimitField(
			'How many calls one address may make with the key, over all triggers; unchanged when empty',
		),
		{
			displayName: 'Remove Rate Limit',
			name: 'removeRateLimit',
			type: 'boolean',
			default: false,
			description: 'Whether to go back to 60 calls a minute from one address',
		},
	],
);

export const update: Operation = async ({ administer }, parameters) => {
	const name = parameters.optionalText('newName');
	const origins = parameters.optionalList('newOrigins');
	const privileges = parameters.optionalList('newPrivileges');
	const rateLimit = parameters.flag('removeRateLimit')
		? 'default'
		: parameters.rateLimit('rateLimit');
	const updated = await administer.domainKeys.update(parameters.text('credentialId'), {
		...(name === undefined ? {} : { name }),
		...(origins === undefined ? {} : { origins }),
		...(privileges === undefined ? {} : { privileges }),
		...(rateLimit === undefined ? {} : { rateLimit }),
	});
	return shown(updated, showDomainKey);
};
