import type { Operation } from '../../../src/n8n/run-operations';
import { shown, showUser } from '../../../src/n8n/show';

export const enable: Operation = async ({ administer }, parameters) =>
	shown(await administer.users.setState(parameters.text('username'), 'enabled'), showUser);
