import assert from 'node:assert/strict';
import type { Check } from '../report.mts';
import { callWithKey, USER, type World } from '../world.mts';

/** The audit has the calls of this run, and proves that nobody has touched it. */
export function audit({ admin, ...world }: World): readonly Check[] {
	const all = { resource: 'auditLog', operation: 'getAll', limit: 1 };
	return [
		{
			sentence: 'PF-8: the newest entry of the audit is the call just made, with its user and key',
			find: async () => {
				const answer = await callWithKey({ admin, ...world });
				const entry = await admin(all);
				const { requestId } = answer.json ?? {};
				assert.deepEqual([entry['requestId'], entry['user']], [requestId, USER]);
				assert.equal(entry['decision'], 'accepted');
				return JSON.stringify(entry);
			},
		},
		{
			sentence: 'a refused call is in the audit with the reason that its caller was not told',
			find: async () => {
				await callWithKey({ admin, ...world, apiKey: 'no key' });
				const { decision, reason } = await admin(all);
				assert.deepEqual([decision, reason], ['refused', 'malformed-key']);
				return `decision ${String(decision)}, reason ${String(reason)}`;
			},
		},
		{
			sentence: 'verify: ok',
			find: async () => {
				const verified = await admin({ resource: 'auditLog', operation: 'verify' });
				assert.equal(verified['ok'], true);
				return JSON.stringify(verified);
			},
		},
	];
}
