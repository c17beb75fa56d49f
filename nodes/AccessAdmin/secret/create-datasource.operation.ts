import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showDatasource } from '../../../src/n8n/show-secret';

export const createDatasourceFields = onlyFor(
	'secret',
	['createDatasource'],
	[
		{
			displayName: 'Datasource Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. crm',
			description: 'Name of the datasource: one external system, with all its secret keys',
		},
		{
			displayName: 'Allowed Domains',
			name: 'allowedDomains',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. api.example.com, *.example.org',
			description:
				'Comma-separated hosts that may receive its secrets. Afterwards they can only become fewer.',
		},
	],
);

export const createDatasource: Operation = async ({ administer }, parameters) => {
	const created = await administer.datasources.create({
		name: parameters.text('name'),
		allowedDomains: parameters.text('allowedDomains'),
	});
	return shown(created, (datasource) => ({
		datasourceKey: datasource.datasourceKey,
		...showDatasource(datasource),
	}));
};
