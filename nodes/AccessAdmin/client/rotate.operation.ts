import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showClient } from '../../../src/n8n/show-client';

export const rotateFields = onlyFor(
	'client',
	['rotate'],
	[
		{
			displayName: 'Grace Period (Seconds)',
			name: 'graceSeconds',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 86400,
			description:
				'How long the old secret still works, but never longer than it would have; 0 ends it at once',
		},
		{
			displayName: 'New Expiry',
			name: 'expiresAt',
			type: 'dateTime',
			default: '',
			description: 'When the new secret stops working; as before when empty',
		},
	],
);

export const rotate: Operation = async ({ administer }, parameters) => {
	const expiresAt = parameters.optionalText('expiresAt');
	const rotated = await administer.clients.rotate(parameters.text('clientId'), {
		graceSeconds: parameters.wholeNumber('graceSeconds'),
		...(expiresAt === undefined ? {} : { expiresAt }),
	});
	return shown(rotated, (client) => ({
		clientSecret: client.clientSecret,
		...showClient(client),
	}));
};
