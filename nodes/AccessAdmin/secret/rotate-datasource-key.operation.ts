import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showDatasource } from '../../../src/n8n/show-secret';

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
	],
);

export const rotateDatasourceKey: Operation = async ({ administer }, parameters) => {
	const rotated = await administer.datasources.rotateKey(parameters.text('datasource'), {
		graceSeconds: parameters.wholeNumber('graceSeconds'),
	});
	return shown(rotated, (datasource) => ({
		datasourceKey: datasource.datasourceKey,
		...showDatasource(datasource),
	}));
};
