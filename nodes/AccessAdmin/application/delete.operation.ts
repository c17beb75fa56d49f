import type { Operation } from '../../../src/n8n/run-operations';
import { showApplication, shown } from '../../../src/n8n/show';

export const deleteApplication: Operation = async ({ administer }, parameters) =>
	shown(await administer.applications.delete(parameters.text('application')), (application) => ({
		...showApplication(application),
		deleted: true,
	}));
