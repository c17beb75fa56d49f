import type { Operation } from '../../../src/n8n/run-operations';
import { showDomainKey, shown } from '../../../src/n8n/show';

export const deleteDomainKey: Operation = async ({ administer }, parameters) =>
	shown(await administer.domainKeys.delete(parameters.text('credentialId')), (key) => ({
		...showDomainKey(key),
		deleted: true,
	}));
