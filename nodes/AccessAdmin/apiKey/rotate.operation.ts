import { onlyFor } from '../../../src/n8n/fields';
import { DELIVER_FIELDS, delivered } from '../../../src/n8n/one-time-link';
import type { Operation } from '../../../src/n8n/run-operations';
import { DELIVERED_API_KEY } from '../../../src/n8n/show';

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
		{
			displayName: 'New Rotation Date',
			name: 'rotateBefore',
			type: 'dateTime',
			default: '',
			description:
				'By when a key pair is to be rotated next; when empty, as long from now as the date so far was',
		},
		...DELIVER_FIELDS,
	],
);

export const rotate: Operation = async (realm, parameters) => {
	const expiresAt = parameters.optionalText('expiresAt');
	const rotateBefore = parameters.optionalText('rotateBefore');
	const credentialId = parameters.text('credentialId');
	const rotation = {
		graceSeconds: parameters.wholeNumber('graceSeconds'),
		...(expiresAt === undefined ? {} : { expiresAt }),
		...(rotateBefore === undefined ? {} : { rotateBefore }),
	};
	return await delivered(realm, parameters, {
		issue: () => realm.administer.apiKeys.rotate(credentialId, rotation),
		...DELIVERED_API_KEY,
	});
};
