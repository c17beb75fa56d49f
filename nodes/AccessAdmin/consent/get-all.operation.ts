import { LIST_FIELDS, onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { showConsent, shownAll } from '../../../src/n8n/show';

export const getAllFields = onlyFor(
	'consent',
	['getAll'],
	[
		...LIST_FIELDS,
		{
			displayName: 'User Name or ID',
			name: 'username',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'listUsers' },
			default: '',
			description:
				'Only consents of this user; of all users when empty. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
	],
);

export const getAll: Operation = async ({ administer }, parameters) => {
	const username = parameters.optionalText('username');
	const consents = await administer.consents.getAll({
		username,
		limit: parameters.flag('returnAll') ? undefined : parameters.count('limit'),
	});
	return shownAll(consents, showConsent);
};
