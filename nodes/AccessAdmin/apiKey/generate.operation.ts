import { onlyFor } from '../../../src/n8n/fields';
import { rateLimitField } from '../../../src/n8n/rate-limit';
import { newPairOf } from '../../../src/n8n/key-pair-parameters';
import { DELIVER_FIELDS, delivered } from '../../../src/n8n/one-time-link';
import type { Operation } from '../../../src/n8n/run-operations';
import { DELIVERED_API_KEY } from '../../../src/n8n/show';
import { KIND_FIELD, NEW_PAIR_FIELDS } from './pair.fields';

export const generateFields = onlyFor(
	'apiKey',
	['generate'],
	[
		KIND_FIELD,
		{
			displayName: 'User Name or ID',
			name: 'username',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'listUsers' },
			required: true,
			default: '',
			description:
				'User whose key it is: calls with a direct key run as this user. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Key Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Orders partner, production',
			description: 'Tells the keys of a user apart',
		},
		{
			displayName: 'Expires At',
			name: 'expiresAt',
			type: 'dateTime',
			default: '',
			description: 'When the key stops working; never when empty',
		},
		{
			displayName: 'Addresses',
			name: 'addresses',
			type: 'string',
			default: '',
			placeholder: 'e.g. 192.0.2.7, 198.51.100.0/24',
			description:
				'IP addresses and CIDR ranges that the key works from, with commas between them; any when empty',
		},
		{
			displayName: 'Application Names or IDs',
			name: 'applications',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'listApplications' },
			default: [],
			description:
				'Applications whose triggers the key works for; all when empty. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		rateLimitField('How many calls the key may make, over all triggers; no limit when empty'),
		...NEW_PAIR_FIELDS,
		...DELIVER_FIELDS,
	],
);

export const generate: Operation = async (realm, parameters) => {
	const expiresAt = parameters.optionalText('expiresAt');
	const addresses = parameters.optionalList('addresses');
	const applications = parameters.optionalList('applications');
	const rateLimit = parameters.rateLimit('rateLimit');
	const input = {
		username: parameters.text('username'),
		name: parameters.text('name'),
		...newPairOf(parameters),
		...(expiresAt === undefined ? {} : { expiresAt }),
		...(addresses === undefined ? {} : { addresses }),
		...(applications === undefined ? {} : { applications }),
		...(rateLimit === undefined ? {} : { rateLimit }),
	};
	return await delivered(realm, parameters, {
		issue: () => realm.administer.apiKeys.generate(input),
		...DELIVERED_API_KEY,
	});
};
