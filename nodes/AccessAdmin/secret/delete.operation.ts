import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showSecret } from '../../../src/n8n/show-secret';
import { readSecretName } from './new-value';

export const deleteSecret: Operation = async ({ administer }, parameters) =>
	shown(await administer.secrets.delete(readSecretName(parameters)), (secret) => ({
		...showSecret(secret),
		deleted: true,
	}));
