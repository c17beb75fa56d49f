import { LIST_FIELDS, onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shownList } from '../../../src/n8n/show';
import { showSecret } from '../../../src/n8n/show-secret';

export const getAllFields = onlyFor('secret', ['getAll'], LIST_FIELDS);

export const getAll: Operation = async ({ administer }, parameters) => {
	const limit = parameters.flag('returnAll') ? undefined : parameters.count('limit');
	return shownList(
		await administer.secrets.getAll(parameters.text('datasource'), limit),
		showSecret,
	);
};
