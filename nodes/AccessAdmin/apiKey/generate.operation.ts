import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { showApiKey, shown } from '../../../src/n8n/show';

export const generateFields = onlyFor(
	'apiKey',
	['generate'],
	[
		{
			displayName:
				'The key is in the output this one time. n8n keeps what a node outputs for as long as it keeps the execution: switch off saving of executions in the settings of this workflow, and hand the key over at once.',
			name: 'keyNotice',
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
	],
);

export const generate: Operation = async ({ administer }, parameters) => {
	const expiresAt = parameters.optionalText('expiresAt');
	const issued = await administer.apiKeys.generate({
		username: parameters.text('username'),
		name: parameters.text('name'),
		...(expiresAt === undefined ? {} : { expiresAt }),
	});
	return shown(issued, (key) => ({ key: key.key, ...showApiKey(key) }));
};
