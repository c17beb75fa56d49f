import type { INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import type { AuditEvent } from '../../src/audit/event';
import { auditFilterFields } from '../../src/n8n/audit-filter';

const KINDS: Record<AuditEvent['kind'], true> = {
	administration: true,
	authorization: true,
	decision: true,
	secretUse: true,
};

const DECISIONS: Record<AuditEvent['decision'], true> = {
	accepted: true,
	done: true,
	refused: true,
	repeated: true,
	used: true,
};

function valuesOf(filter: string) {
	const fields = auditFilterFields.options as readonly INodePropertyCollection[];
	const field = fields.find(({ name }) => name === filter) as
		{ readonly options?: readonly INodePropertyOptions[] } | undefined;
	return field?.options?.map(({ value }) => value).filter((value) => value !== '');
}

test('the audit log can be filtered by each kind of entry and by each decision, and by no other', () => {
	expect(valuesOf('kind')).toEqual(Object.keys(KINDS));
	expect(valuesOf('decision')).toEqual(Object.keys(DECISIONS));
});
