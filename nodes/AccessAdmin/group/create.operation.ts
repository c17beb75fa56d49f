import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { showGroup, shown } from '../../../src/n8n/show';

export const createFields = onlyFor(
	'group',
	['create'],
	[
		{
			displayName: 'Group Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Partners',
			description: 'Name of the group, unique in the realm whatever its case',
		},
	],
);

export const create: Operation = async ({ administer }, parameters) =>
	shown(await administer.groups.create(parameters.text('name')), showGroup);
