import { LIST_FIELDS, onlyFor } from '../../../src/n8n/fields';
import { showKeptLink } from '../../../src/n8n/one-time-link';
import type { Operation } from '../../../src/n8n/run-operations';
import { shownAll } from '../../../src/n8n/show';

export const getAllFields = onlyFor('link', ['getAll'], LIST_FIELDS);

export const getAll: Operation = async ({ administer }, parameters) => {
	const limit = parameters.flag('returnAll') ? undefined : parameters.count('limit');
	return shownAll(await administer.links.getAll(limit), showKeptLink);
};
