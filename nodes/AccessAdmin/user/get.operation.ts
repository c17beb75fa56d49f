import type { Operation } from '../../../src/n8n/run-operations';
import { shown, showUserWithAccess } from '../../../src/n8n/show';

export const get: Operation = async ({ administer }, parameters) =>
	shown(await administer.users.get(parameters.text('username')), showUserWithAccess);
