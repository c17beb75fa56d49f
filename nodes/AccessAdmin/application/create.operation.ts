import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { showCreatedApplication, shown } from '../../../src/n8n/show';

export const createFields = onlyFor(
	'application',
	['create'],
	[
		{
			displayName: 'Application Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Orders',
			description:
				'Name of the application. Groups of this name, and of this name with _Admin, are made too.',
		},
	],
);

export const create: Operation = async ({ administer }, parameters) =>
	shown(await administer.applications.create(parameters.text('name')), showCreatedApplication);
