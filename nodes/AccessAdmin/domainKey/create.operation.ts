import { onlyFor } from '../../../src/n8n/fields';
import { rateLimitField } from '../../../src/n8n/rate-limit';
import { DELIVER_FIELDS, delivered } from '../../../src/n8n/one-time-link';
import type { Operation } from '../../../src/n8n/run-operations';
import { DELIVERED_DOMAIN_KEY } from '../../../src/n8n/show';

export const createFields = onlyFor(
	'domainKey',
	['create'],
	[
		{
			displayName:
				'Anyone who reads your page can read a domain key, and a program can pretend to be your page. Give it only what anybody may do.',
			name: 'publicNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'User Name or ID',
			name: 'username',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'listUsers' },
			required: true,
			default: '',
			description:
				'User that calls with this key run as. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Key Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Shop, product search',
			description: 'Tells the keys of a user apart',
		},
		{
			displayName: 'Origins',
			name: 'origins',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://www.example.com, https://*.shop.example.com',
			description:
				'Where pages that use the key come from, with commas between: scheme, host and port, without a path. A *. stands for all subdomains.',
		},
		{
			displayName: 'Privileges',
			name: 'privileges',
			type: 'string',
			default: 'Use API Key, Run Actions',
			description:
				'What calls with the key may use of what the user has, with commas between the names; nothing when empty',
		},
		{
			displayName: 'Expires At',
			name: 'expiresAt',
			type: 'dateTime',
			default: '',
			description: 'When the key stops working; never when empty',
		},
		rateLimitField(
			'How many calls one address may make with the key, over all triggers; 60 a minute when empty',
		),
		...DELIVER_FIELDS,
	],
);

export const create: Operation = async (realm, parameters) => {
	const expiresAt = parameters.optionalText('expiresAt');
	const rateLimit = parameters.rateLimit('rateLimit');
	const input = {
		username: parameters.text('username'),
		name: parameters.text('name'),
		origins: parameters.list('origins'),
		privileges: parameters.list('privileges'),
		...(expiresAt === undefined ? {} : { expiresAt }),
		...(rateLimit === undefined ? {} : { rateLimit }),
	};
	return await delivered(realm, parameters, {
		issue: () => realm.administer.domainKeys.create(input),
		...DELIVERED_DOMAIN_KEY,
	});
};
