import { auditFilterFields, readAuditFilter } from '../../../src/n8n/audit-filter';
import { onlyFor } from '../../../src/n8n/fields';
import { withFile } from '../../../src/n8n/operation-items';
import type { Operation } from '../../../src/n8n/run-operations';

export const exportFields = onlyFor('auditLog', ['export'], [auditFilterFields]);

export const exportEntries: Operation = async ({ name, audit }, parameters) => {
	const content = audit.export(readAuditFilter(parameters));
	const file = { name: `audit-${name}.ndjson`, mediaType: 'application/x-ndjson', content };
	return { kind: 'done', value: withFile({ realm: name }, file) };
};
