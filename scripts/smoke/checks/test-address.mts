import assert from 'node:assert/strict';
import { call } from '../../demo/call.mts';
import { newestExecution } from '../../n8n/executions.mts';
import { runManually } from '../../n8n/manual-run.mts';
import { createWorkflow } from '../../n8n/workflows.mts';
import type { Check } from '../report.mts';
import { spellingsOf } from '../spellings.mts';
import { protectedWorkflow } from '../workflows.mts';
import { USER, type World } from '../world.mts';

const PATH = 'smoke-test-address';

/** The address that a builder tries a workflow at, while the editor listens. */
export function testAddress({ session, realm, n8n, apiKey, foreignKey }: World): readonly Check[] {
	const url = `${n8n.url}/webhook-test/${PATH}`;
	return [
		{
			sentence:
				'the test address takes the right key: 401 for a wrong one, then a run without a key',
			find: async () => {
				const id = await createWorkflow(session, protectedWorkflow(realm, PATH, {}));
				assert.equal((await call(url, { 'x-api-key': apiKey })).status, 404);
				const statuses: number[] = [];
				const run = await runManually(session, id, 'Trigger', async () => {
					for (const key of [foreignKey, '', apiKey]) {
						statuses.push((await call(url, { 'x-api-key': key })).status);
					}
				});
				assert.deepEqual(statuses, [401, 401, 200]);
				assert.equal(run.status, 'success', run.error);
				const [item] = run.items['Trigger'] ?? [];
				assert.equal((item?.['caller'] as Record<string, unknown>)['user'], USER);
				const { id: execution } = await newestExecution(session, id);
				const stored = JSON.stringify(await session.rest('GET', `/executions/${execution}`));
				assert.match(stored, new RegExp(USER));
				for (const key of [apiKey, foreignKey]) {
					for (const [spelling, bytes] of spellingsOf(key)) {
						assert.ok(!JSON.stringify(item).includes(bytes.toString()), `item: ${spelling}`);
						assert.ok(!stored.includes(bytes.toString()), `execution: ${spelling}`);
					}
				}
				return `not listening 404, listening ${statuses.join(', ')}; 1 run as ${USER}`;
			},
		},
	];
}
