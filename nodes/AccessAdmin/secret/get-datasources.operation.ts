import { LIST_FIELDS, onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shownAll } from '../../../src/n8n/show';
import { showDatasource } from '../../../src/n8n/show-secret';

export const getDatasourcesFields = onlyFor('secret', ['getDatasources'], LIST_FIELDS);

export const getDatasources: Operation = async ({ administer }, parameters) => {
	const limit = parameters.flag('returnAll') ? undefined : parameters.count('limit');
	return shownAll(await administer.datasources.getAll(limit), showDatasource);
};
