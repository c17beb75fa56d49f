import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown, showRole } from '../../../src/n8n/show';

export const updateFields = onlyFor(
	'role',
	['update'],
	[
		{
			displayName: 'New Role Name',
			name: 'newName',
			type: 'string',
			default: '',
			description: 'Name of the role from now on; unchanged when empty',
		},
		{
			displayName: 'Privileges',
			name: 'newPrivileges',
			type: 'string',
			default: '',
			description:
				'All that the role gives from now on, with commas between the names; unchanged when empty',
		},
	],
);

export const update: Operation = async ({ administer }, parameters) => {
	const name = parameters.optionalText('newName');
	const privileges = parameters.optionalList('newPrivileges');
	const updated = await administer.roles.update(
		{ application: parameters.text('application'), role: parameters.text('role') },
		{
			...(name === undefined ? {} : { name }),
			...(privileges === undefined ? {} : { privileges }),
		},
	);
	return shown(updated, showRole);
};
