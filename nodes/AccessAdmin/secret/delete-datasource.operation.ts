import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showDatasource } from '../../../src/n8n/show-secret';

export const deleteDatasourceFields = onlyFor(
	'secret',
	['deleteDatasource'],
	[
		{
			displayName: 'With Its Secret Keys',
			name: 'withSecrets',
			type: 'boolean',
			default: false,
			description:
				'Whether to delete its secret keys too. Otherwise a datasource that has some stays.',
		},
	],
);

export const deleteDatasource: Operation = async ({ administer }, parameters) => {
	const deleted = await administer.datasources.delete(parameters.text('datasource'), {
		withSecrets: parameters.flag('withSecrets'),
	});
	return shown(deleted, (datasource) => ({ ...showDatasource(datasource), deleted: true }));
};
