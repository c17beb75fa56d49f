import type { INodeProperties } from 'n8n-workflow';

import { exportEntries, exportFields } from './export.operation';
import { getAll, getAllFields } from './get-all.operation';
import { prune, pruneFields } from './prune.operation';
import { verify, verifyFields } from './verify.operation';

export const auditLogOperations = { getAll, verify, export: exportEntries, prune };

export const auditLogFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['auditLog'] } },
		default: 'getAll',
		options: [
			{
				name: 'Export',
				value: 'export',
				action: 'Export the audit log',
				description: 'Write all entries to a file, one JSON text per line',
			},
			{ name: 'Get Many', value: 'getAll', action: 'Get many audit entries' },
			{
				name: 'Prune',
				value: 'prune',
				action: 'Prune the audit log',
				description: 'Delete old entries for good, and keep proof of where the rest begins',
			},
			{
				name: 'Verify',
				value: 'verify',
				action: 'Verify the audit log',
				description: 'Find out whether entries were changed, removed, inserted or reordered',
			},
		],
	},
	...exportFields,
	...getAllFields,
	...pruneFields,
	...verifyFields,
];
