import type { Operation } from '../../../src/n8n/run-operations';
import { showGroup, shown } from '../../../src/n8n/show';

export const removeUser: Operation = async ({ administer }, parameters) => {
	const username = parameters.text('username');
	const changed = await administer.groups.removeUser(parameters.text('group'), username);
	return shown(changed, (group) => ({ ...showGroup(group), username }));
};
