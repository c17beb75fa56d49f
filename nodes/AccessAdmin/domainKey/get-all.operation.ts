import { LIST_FIELDS, onlyFor } from '../../../src/n8n/fields';
import { userAndLimitIn } from '../../../src/n8n/list-filter';
import type { Operation } from '../../../src/n8n/run-operations';
import { showDomainKey, shownAll } from '../../../src/n8n/show';

export const getAllFields = onlyFor(
	'domainKey',
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
				'Only keys of this user; of all users when empty. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
	],
);

export const getAll: Operation = async ({ administer }, parameters) => {
	const keys = await administer.domainKeys.getAll(userAndLimitIn(parameters));
	return shownAll(keys, showDomainKey);
};
