import type { Operation } from '../../../src/n8n/run-operations';
import { showDomainKey, shown } from '../../../src/n8n/show';

export const enable: Operation = async ({ administer }, parameters) =>
	shown(
		await administer.domainKeys.setState(parameters.text('credentialId'), 'enabled'),
		showDomainKey,
	);
