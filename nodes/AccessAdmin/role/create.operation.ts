import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown, showRole } from '../../../src/n8n/show';

export const createFields = onlyFor(
	'role',
	['create'],
	[
		{
			displayName: 'Role Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Caller',
			description: 'Name of the role, unique in its application whatever its case',
		},
		{
			displayName: 'Privileges',
			name: 'privileges',
			type: 'string',
			default: 'Use API Key, Run Actions',
			description:
				'What the role gives, with commas between the names: built-in privileges or names of your own. Manage Access, Grant Consent and Impersonate Users go into roles of the application Realm.',
		},
	],
);

export const create: Operation = async ({ administer }, parameters) => {
	const created = await administer.roles.create({
		application: parameters.text('application'),
		name: parameters.text('name'),
		privileges: parameters.list('privileges'),
	});
	return shown(created, showRole);
};
