import { LIST_FIELDS, onlyFor } from '../../../src/n8n/fields';
import { userAndLimitIn } from '../../../src/n8n/list-filter';
import type { Operation } from '../../../src/n8n/run-operations';
import { shownAll } from '../../../src/n8n/show';
import { showSigningKey } from '../../../src/n8n/show-signing-key';

export const getAllFields = onlyFor(
	'signingKey',
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
	const keys = await administer.signingKeys.getAll(userAndLimitIn(parameters));
	return shownAll(keys, showSigningKey);
};
