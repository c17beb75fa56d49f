import type { Operation } from '../../../src/n8n/run-operations';
import { shown, showUser } from '../../../src/n8n/show';

export const removePassword: Operation = async ({ administer }, parameters) =>
	shown(await administer.passwords.remove(parameters.text('username')), showUser);
