import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showSigningKey } from '../../../src/n8n/show-signing-key';

export const retireFields = onlyFor(
	'signingKey',
	['retire'],
	[
		{
			displayName: 'Version',
			name: 'version',
			type: 'number',
			typeOptions: { minValue: 1 },
			required: true,
			default: 1,
			description: 'Number of the value to end; the newest one cannot be',
		},
	],
);

export const retire: Operation = async ({ administer }, parameters) =>
	shown(
		await administer.signingKeys.retire(
			parameters.text('credentialId'),
			parameters.count('version'),
		),
		showSigningKey,
	);
