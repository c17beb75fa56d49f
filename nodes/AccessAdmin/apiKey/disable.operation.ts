import type { Operation } from '../../../src/n8n/run-operations';
import { showApiKey, shown } from '../../../src/n8n/show';

export const disable: Operation = async ({ administer }, parameters) =>
	shown(await administer.apiKeys.setState(parameters.text('credentialId'), 'disabled'), showApiKey);
