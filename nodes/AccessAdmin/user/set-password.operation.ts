import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown, showUser } from '../../../src/n8n/show';

export const setPasswordFields = onlyFor(
	'user',
	['setPassword'],
	[
		{
			displayName: 'Sealed Password',
			name: 'sealed',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			hint: 'What incoming-api seal prints, never the password itself: n8n would keep it in clear',
			description:
				'The password, sealed for the public key of the realm: what "incoming-api seal --kind password" prints. It is taken once.',
		},
	],
);

export const setPassword: Operation = async ({ administer }, parameters) =>
	shown(
		await administer.passwords.setSealed(parameters.text('username'), parameters.text('sealed')),
		showUser,
	);
