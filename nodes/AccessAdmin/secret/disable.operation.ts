import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showSecret } from '../../../src/n8n/show-secret';
import { readSecretName } from './new-value';

export const disable: Operation = async ({ administer }, parameters) =>
	shown(await administer.secrets.setState(readSecretName(parameters), 'disabled'), showSecret);
