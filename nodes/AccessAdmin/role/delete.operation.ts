import type { Operation } from '../../../src/n8n/run-operations';
import { shown, showRole } from '../../../src/n8n/show';

export const deleteRole: Operation = async ({ administer }, parameters) => {
	const application = parameters.text('application');
	const deleted = await administer.roles.delete({ application, role: parameters.text('role') });
	return shown(deleted, (role) => ({ ...showRole(role), deleted: true }));
};
