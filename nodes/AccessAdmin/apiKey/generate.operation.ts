import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { showApiKey, shown } from '../../../src/n8n/show';

export const generateFields = onlyFor(
	'apiKey',
	['generate'],
	[
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
	],
);

export const generate: Operation = async ({ administer }, parameters) => {
	const expiresAt = parameters.optionalText('expiresAt');
	const addresses = parameters.optionalList('addresses');
	const applications = parameters.optionalList('applications');
	const issued = await administer.apiKeys.generate({
		username: parameters.text('username'),
		name: parameters.text('name'),
		...(expiresAt === undefined ? {} : { expiresAt }),
		...(addresses === undefined ? {} : { addresses }),
		...(applications === undefined ? {} : { applications }),
	});
	return shown(issued, (key) => ({ key: key.key, ...showApiKey(key) }));
};
