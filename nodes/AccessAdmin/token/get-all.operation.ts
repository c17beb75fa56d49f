import { LIST_FIELDS, onlyFor } from '../../../src/n8n/fields';
import { namedTokenIn, userAndLimitIn } from '../../../src/n8n/list-filter';
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
		{
			displayName: 'Public ID',
			name: 'publicId',
			type: 'string',
			default: '',
			placeholder: 'e.g. iatk_live_5Hq2LxVfT0sWm9KcZr1NdB',
			description:
				'Only the token that begins so, or has this jti as a JWT, or what a refresh token that begins so brought; any when empty. Enter what stands before the last _ and no more: n8n keeps parameters in clear.',
		},
	],
);

export const getAll: Operation = async ({ administer }, parameters) => {
	const named = namedTokenIn(parameters);
	if (named.kind === 'refused') return named;
	const tokens = await administer.tokens.getAll({
		...userAndLimitIn(parameters),
		...named.value,
	});
	return shownAll(tokens, showToken);
};
