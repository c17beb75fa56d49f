import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown, showPruned } from '../../../src/n8n/show';
import { daysAgo } from '../../../src/n8n/days-ago';

export const pruneFields = onlyFor(
	'auditLog',
	['prune'],
	[
		{
			displayName: 'Older Than (Days)',
			name: 'olderThanDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			required: true,
			default: 365,
			description: 'Age from which on entries are deleted',
		},
	],
);

export const prune: Operation = async ({ audit }, parameters) => {
	const pruned = await audit.prune(daysAgo(parameters.count('olderThanDays')));
	return shown({ kind: 'done', value: pruned }, showPruned);
};
