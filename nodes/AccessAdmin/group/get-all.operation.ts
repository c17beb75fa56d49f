import { LIST_FIELDS, onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { showGroup, shownAll } from '../../../src/n8n/show';

export const getAllFields = onlyFor('group', ['getAll'], LIST_FIELDS);

export const getAll: Operation = async ({ administer }, parameters) => {
	const limit = parameters.flag('returnAll') ? undefined : parameters.count('limit');
	return shownAll(await administer.groups.getAll(limit), showGroup);
};
