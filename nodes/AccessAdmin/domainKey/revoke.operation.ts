import type { Operation } from '../../../src/n8n/run-operations';
import { showDomainKey, shown } from '../../../src/n8n/show';

export const revoke: Operation = async ({ administer }, parameters) =>
	shown(await administer.domainKeys.revoke(parameters.text('credentialId')), showDomainKey);
