import type { Operation } from '../../../src/n8n/run-operations';
import { shown, showUser } from '../../../src/n8n/show';

export const deleteUser: Operation = async ({ administer }, parameters) =>
	shown(await administer.users.delete(parameters.text('username')), (user) => ({
		...showUser(user),
		deleted: true,
	}));
