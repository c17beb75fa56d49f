import { onlyFor } from '../../../src/n8n/fields';
import { DELIVER_FIELDS, delivered } from '../../../src/n8n/one-time-link';
import type { Operation } from '../../../src/n8n/run-operations';
import { DELIVERED_DATASOURCE_KEY } from '../../../src/n8n/show-secret';

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
		...DELIVER_FIELDS,
	],
);

export const createDatasource: Operation = async (realm, parameters) => {
	const input = {
		name: parameters.text('name'),
		allowedDomains: parameters.text('allowedDomains'),
	};
	return await delivered(realm, parameters, {
		issue: () => realm.administer.datasources.create(input),
		...DELIVERED_DATASOURCE_KEY,
	});
};
