import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown } from '../../../src/n8n/show';
import { showSecret } from '../../../src/n8n/show-secret';
import { readNewValue, readSecretName, sealedField, termsFields } from './new-value';

export const rotateFields = onlyFor('secret', ['rotate'], [sealedField, ...termsFields]);

export const rotate: Operation = async ({ administer }, parameters) =>
	shown(
		await administer.secrets.rotate(readSecretName(parameters), readNewValue(parameters)),
		showSecret,
	);
