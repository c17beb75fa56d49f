import type { Operation } from '../../../src/n8n/run-operations';
import { showApiKey, shown } from '../../../src/n8n/show';

export const revoke: Operation = async ({ administer }, parameters) =>
	shown(await administer.apiKeys.revoke(parameters.text('credentialId')), showApiKey);
