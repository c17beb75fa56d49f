import assert from 'node:assert/strict';
import { call, type Answer } from '../../demo/call.mts';
import { listExecutions } from '../../n8n/executions.mts';
import { activateWorkflow, createWorkflow } from '../../n8n/workflows.mts';
import type { Check } from '../report.mts';
import { protectedWorkflow } from '../workflows.mts';
import type { World } from '../world.mts';

const PATH = 'smoke-limited';
const LIMIT = 10;
const CALLS_PER_PROCESS = 2 * LIMIT;
// A day gives nothing back while the check runs.
const rateLimits = { limit: [{ per: 'key', calls: LIMIT, period: 'day', burst: LIMIT }] };

/** A limit is one number, however many processes take the calls. */
export function limitsCountOnce({ session, realm, n8n, apiKey }: World): readonly Check[] {
	const callOn = async (url: string, path: string): Promise<Answer> =>
		await call(`${url}/webhook/${path}`, { 'x-api-key': apiKey });
	const callMany = async (url: string): Promise<readonly Answer[]> =>
		await Promise.all(Array.from({ length: CALLS_PER_PROCESS }, async () => callOn(url, PATH)));
	return [
		{
			sentence: `NT-77: of calls to main and webhook process at once a limit of ${LIMIT} lets in ${LIMIT}`,
			find: async () => {
				const id = await createWorkflow(session, protectedWorkflow(realm, PATH, { rateLimits }));
				await activateWorkflow(session, id);
				// A process that has yet to open the realm would come too late for any of them.
				await Promise.all([n8n.url, n8n.webhookUrl].map(async (url) => callOn(url, 'whoami')));
				const [main, webhook] = await Promise.all([n8n.url, n8n.webhookUrl].map(callMany));
				assert.ok(main && webhook);
				const all = [...main, ...webhook];
				const share = `${accepted(main)} in main, ${accepted(webhook)} in webhook`;
				assert.equal(accepted(all), LIMIT, share);
				assert.equal((await listExecutions(session, id)).length, LIMIT, 'executions');
				return `${LIMIT} of ${all.length} calls: ${share}; the others 429, Retry-After ${refusals(all)} s`;
			},
		},
	];
}

function accepted(answers: readonly Answer[]): number {
	return answers.filter(({ status }) => status === 200).length;
}

/** How long those who were refused are told to wait, from the shortest to the longest. */
function refusals(answers: readonly Answer[]): string {
	const refused = answers.filter(({ status }) => status !== 200);
	const waits = refused.map(({ status, headers, body }) => {
		assert.equal(status, 429, body);
		const wait = Number(headers['retry-after']);
		assert.ok(wait >= 1, `Retry-After: ${String(headers['retry-after'])}`);
		return wait;
	});
	return `${Math.min(...waits)} to ${Math.max(...waits)}`;
}
