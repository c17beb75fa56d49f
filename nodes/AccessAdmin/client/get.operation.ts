import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showClient } from '../../../src/n8n/show-client';

export const get: Operation = async ({ administer }, parameters) =>
	shown(await administer.clients.get(parameters.text('clientId')), showClient);
