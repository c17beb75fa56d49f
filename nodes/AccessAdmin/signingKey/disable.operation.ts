import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showSigningKey } from '../../../src/n8n/show-signing-key';

export const disable: Operation = async ({ administer }, parameters) =>
	shown(
		await administer.signingKeys.setState(parameters.text('credentialId'), 'disabled'),
		showSigningKey,
	);
