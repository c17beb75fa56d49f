import type { INodeProperties } from 'n8n-workflow';

import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showSigningKey } from '../../../src/n8n/show-signing-key';
import { sealedValueField } from './sealed-value';

/** How long the values so far work. */
export const graceField: INodeProperties = {
	displayName: 'Grace Period (Seconds)',
	name: 'graceSeconds',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 86400,
	description:
		'How long the values so far still work, but never longer than they would have; 0 ends them at once',
};

export const rotateFields = onlyFor('signingKey', ['rotate'], [sealedValueField, graceField]);

export const rotate: Operation = async ({ administer }, parameters) =>
	shown(
		await administer.signingKeys.rotate(parameters.text('credentialId'), {
			sealed: parameters.text('sealed'),
			graceSeconds: parameters.wholeNumber('graceSeconds'),
		}),
		showSigningKey,
	);
