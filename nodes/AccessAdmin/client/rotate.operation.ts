import { onlyFor } from '../../../src/n8n/fields';
import { DELIVER_FIELDS, delivered } from '../../../src/n8n/one-time-link';
import type { Operation } from '../../../src/n8n/run-operations';
import { DELIVERED_CLIENT_SECRET } from '../../../src/n8n/show-client';

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
		...DELIVER_FIELDS,
	],
);

export const rotate: Operation = async (realm, parameters) => {
	const expiresAt = parameters.optionalText('expiresAt');
	const clientId = parameters.text('clientId');
	const rotation = {
		graceSeconds: parameters.wholeNumber('graceSeconds'),
		...(expiresAt === undefined ? {} : { expiresAt }),
	};
	return await delivered(realm, parameters, {
		issue: () => realm.administer.clients.rotate(clientId, rotation),
		...DELIVERED_CLIENT_SECRET,
	});
};
