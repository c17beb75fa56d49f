import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown, showToken } from '../../../src/n8n/show';

export const revokeFields = onlyFor(
	'token',
	['revoke'],
	[
		{
			displayName: 'Token ID',
			name: 'credentialId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 57616bcd-ed7a-478d-889c-f0027b5131f6',
			description: 'The credentialId that Get Many and the audit log show; never the token itself',
		},
	],
);

export const revoke: Operation = async ({ administer }, parameters) =>
	shown(await administer.tokens.revoke(parameters.text('credentialId')), showToken);
