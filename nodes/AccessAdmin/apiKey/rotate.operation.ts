import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { showApiKey, shown } from '../../../src/n8n/show';

export const rotateFields = onlyFor(
	'apiKey',
	['rotate'],
	[
		{
			displayName: 'Grace Period (Seconds)',
			name: 'graceSeconds',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 86400,
			description:
				'How long the old value still works, but never longer than it would have; 0 ends it at once',
		},
		{
			displayName: 'New Expiry',
			name: 'expiresAt',
			type: 'dateTime',
			default: '',
			description: 'When the new value stops working; as before when empty',
		},
	],
);

export const rotate: Operation = async ({ administer }, parameters) => {
	const expiresAt = parameters.optionalText('expiresAt');
	const issued = await administer.apiKeys.rotate(parameters.text('credentialId'), {
		graceSeconds: parameters.wholeNumber('graceSeconds'),
		...(expiresAt === undefined ? {} : { expiresAt }),
	});
	return shown(issued, (key) => ({ key: key.key, ...showApiKey(key) }));
};
