import { onlyFor } from '../../../src/n8n/fields';
import { DELIVER_FIELDS, delivered } from '../../../src/n8n/one-time-link';
import type { Operation } from '../../../src/n8n/run-operations';
import { DELIVERED_DATASOURCE_KEY } from '../../../src/n8n/show-secret';

export const rotateDatasourceKeyFields = onlyFor(
	'secret',
	['rotateDatasourceKey'],
	[
		{
			displayName: 'Grace Period (Seconds)',
			name: 'graceSeconds',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 86400,
			description:
				'How long the previous datasource key and public key still work; 0 ends them at once',
		},
		...DELIVER_FIELDS,
	],
);

export const rotateDatasourceKey: Operation = async (realm, parameters) => {
	const datasource = parameters.text('datasource');
	const rotation = { graceSeconds: parameters.wholeNumber('graceSeconds') };
	return await delivered(realm, parameters, {
		issue: () => realm.administer.datasources.rotateKey(datasource, rotation),
		...DELIVERED_DATASOURCE_KEY,
	});
};
