import { auditFilterFields, readAuditFilter } from '../../../src/n8n/audit-filter';
import { LIST_FIELDS, onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { showAuditEntry, shownAll } from '../../../src/n8n/show';

export const getAllFields = onlyFor('auditLog', ['getAll'], [...LIST_FIELDS, auditFilterFields]);

export const getAll: Operation = async ({ audit }, parameters) => {
	const limit = parameters.flag('returnAll') ? undefined : parameters.count('limit');
	return shownAll(await audit.query(readAuditFilter(parameters), limit), showAuditEntry);
};
