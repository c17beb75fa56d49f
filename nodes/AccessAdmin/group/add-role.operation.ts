import type { Operation } from '../../../src/n8n/run-operations';
import { showGroup, shown } from '../../../src/n8n/show';

export const addRole: Operation = async ({ administer }, parameters) => {
	const role = parameters.text('role');
	const application = parameters.text('application');
	const changed = await administer.groups.addRole(parameters.text('group'), { application, role });
	return shown(changed, (group) => ({ ...showGroup(group), role, roleApplication: application }));
};
