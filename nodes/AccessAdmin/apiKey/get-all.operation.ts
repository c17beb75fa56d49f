import { LIST_FIELDS, onlyFor } from '../../../src/n8n/fields';
import { namedKeyIn, userAndLimitIn } from '../../../src/n8n/list-filter';
import type { Operation } from '../../../src/n8n/run-operations';
import { showApiKey, shownAll } from '../../../src/n8n/show';

export const getAllFields = onlyFor(
	'apiKey',
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
		{
			displayName: 'Public ID',
			name: 'publicId',
			type: 'string',
			default: '',
			placeholder: 'e.g. iapi_live_5Hq2LxVfT0sWm9KcZr1NdB',
			description:
				'Only the key that begins so, by its present value or an older one; any when empty. Enter what stands before the last _ and no more: n8n keeps parameters in clear.',
		},
		{
			displayName: 'Only Past Rotation Date',
			name: 'onlyOverdue',
			type: 'boolean',
			default: false,
			description: 'Whether to return only key pairs whose secret should have been rotated by now',
		},
	],
);

export const getAll: Operation = async ({ administer }, parameters) => {
	const named = namedKeyIn(parameters);
	if (named.kind === 'refused') return named;
	const keys = await administer.apiKeys.getAll({
		...userAndLimitIn(parameters),
		...named.value,
		...(parameters.flag('onlyOverdue') ? { isOverdue: true } : {}),
	});
	return shownAll(keys, showApiKey);
};
