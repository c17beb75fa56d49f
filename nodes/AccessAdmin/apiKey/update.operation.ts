import { onlyFor } from '../../../src/n8n/fields';
import { pairPartsOf } from '../../../src/n8n/key-pair-parameters';
import { rateLimitField } from '../../../src/n8n/rate-limit';
import type { Operation } from '../../../src/n8n/run-operations';
import { showApiKey, shown } from '../../../src/n8n/show';
import { PAIR_UPDATE_FIELDS } from './pair.fields';

export const updateFields = onlyFor(
	'apiKey',
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
			displayName: 'Addresses',
			name: 'addresses',
			type: 'string',
			default: '',
			placeholder: 'e.g. 192.0.2.7, 198.51.100.0/24',
			description:
				'All IP addresses and CIDR ranges that the key works from, with commas between them; unchanged when empty',
		},
		{
			displayName: 'Application Names or IDs',
			name: 'applications',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'listApplications' },
			default: [],
			description:
				'All applications whose triggers the key works for; unchanged when empty. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		rateLimitField('How many calls the key may make, over all triggers; unchanged when empty'),
		...PAIR_UPDATE_FIELDS,
		{
			displayName: 'Remove Limits',
			name: 'removeLimits',
			type: 'multiOptions',
			default: [],
			options: [
				{ name: 'Addresses', value: 'addresses', description: 'The key works from anywhere' },
				{ name: 'Applications', value: 'applications', description: 'The key works for all' },
				{ name: 'Rate Limit', value: 'rateLimit', description: 'No limit of its own' },
				{
					name: 'Rotation Date',
					value: 'rotateBefore',
					description: 'A key pair is not listed for rotation',
				},
			],
			description: 'Limits of the key to take away',
		},
	],
);

export const update: Operation = async ({ administer }, parameters) => {
	const name = parameters.optionalText('newName');
	const removed = parameters.optionalList('removeLimits') ?? [];
	const addresses = removed.includes('addresses') ? 'any' : parameters.optionalList('addresses');
	const applications = removed.includes('applications')
		? 'all'
		: parameters.optionalList('applications');
	const rateLimit = removed.includes('rateLimit') ? 'none' : parameters.rateLimit('rateLimit');
	const updated = await administer.apiKeys.update(parameters.text('credentialId'), {
		...(name === undefined ? {} : { name }),
		...pairPartsOf(parameters, 'newActAs'),
		...(removed.includes('rotateBefore') ? { rotateBefore: 'never' } : {}),
		...(addresses === undefined ? {} : { addresses }),
		...(applications === undefined ? {} : { applications }),
		...(rateLimit === undefined ? {} : { rateLimit }),
	});
	return shown(updated, showApiKey);
};
