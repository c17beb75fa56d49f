import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showClient } from '../../../src/n8n/show-client';

export const disable: Operation = async ({ administer }, parameters) =>
	shown(await administer.clients.setState(parameters.text('clientId'), 'disabled'), showClient);
