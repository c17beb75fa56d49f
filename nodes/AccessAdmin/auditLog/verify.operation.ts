import { onlyFor } from '../../../src/n8n/fields';
import type { Operation } from '../../../src/n8n/run-operations';
import { shown, showVerified } from '../../../src/n8n/show';

export const verifyFields = onlyFor(
	'auditLog',
	['verify'],
	[
		{
			displayName:
				'What was cut off the end of the log, or lost by putting back a backup, shows only against an anchor file, which n8n writes where <code>INCOMING_API_AUDIT_ANCHOR</code> says.',
			name: 'anchorNotice',
			type: 'notice',
			default: '',
		},
	],
);

export const verify: Operation = async ({ audit }) =>
	shown({ kind: 'done', value: await audit.verify() }, showVerified);
