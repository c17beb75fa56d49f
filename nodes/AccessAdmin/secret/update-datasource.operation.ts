import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showDatasource } from '../../../src/n8n/show-secret';

export const updateDatasourceFields = onlyFor(
	'secret',
	['updateDatasource'],
	[
		{
			displayName: 'Allowed Domains',
			name: 'allowedDomains',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. api.example.com',
			description:
				'Comma-separated hosts that may receive its secrets from now on: only some of those that may so far. What is taken away does not come back.',
		},
	],
);

export const updateDatasource: Operation = async ({ administer }, parameters) => {
	const updated = await administer.datasources.update(parameters.text('datasource'), {
		allowedDomains: parameters.text('allowedDomains'),
	});
	return shown(updated, showDatasource);
};
