import { LIST_FIELDS, onlyFor } from '../../../src/n8n/fields';
import { userAndLimitIn } from '../../../src/n8n/list-filter';
import type { Operation } from '../../../src/n8n/run-operations';
import { showToken, shownAll } from '../../../src/n8n/show';

export const getAllFields = onlyFor(
	'token',
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
				'Only tokens of this user; of all users and clients when empty. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
	],
);

export const getAll: Operation = async ({ administer }, parameters) => {
	const tokens = await administer.tokens.getAll(userAndLimitIn(parameters));
	return shownAll(tokens, showToken);
};
