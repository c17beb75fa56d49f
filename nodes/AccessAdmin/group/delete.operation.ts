import type { Operation } from '../../../src/n8n/run-operations';
import { showGroup, shown } from '../../../src/n8n/show';

export const deleteGroup: Operation = async ({ administer }, parameters) =>
	shown(await administer.groups.delete(parameters.text('group')), (group) => ({
		...showGroup(group),
		deleted: true,
	}));
