import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { showConsent, shown } from '../../../src/n8n/show';

export const revokeFields = onlyFor(
	'consent',
	['revoke'],
	[
		{
			displayName: 'Consent ID',
			name: 'consentId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 57616bcd-ed7a-478d-889c-f0027b5131f6',
			description: 'The consentId that Get Many and the audit log show',
		},
	],
);

export const revoke: Operation = async ({ administer }, parameters) =>
	shown(await administer.consents.revoke(parameters.text('consentId')), showConsent);
