import { LIST_FIELDS, onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shownAll } from '../../../src/n8n/show';
import { showClient } from '../../../src/n8n/show-client';

export const getAllFields = onlyFor('client', ['getAll'], LIST_FIELDS);

export const getAll: Operation = async ({ administer }, parameters) => {
	const limit = parameters.flag('returnAll') ? undefined : parameters.count('limit');
	return shownAll(await administer.clients.getAll(limit), showClient);
};
