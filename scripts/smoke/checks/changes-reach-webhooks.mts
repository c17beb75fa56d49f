import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { call } from '../../demo/call.mts';
import type { Item } from '../../n8n/manual-run.mts';
import type { Check } from '../report.mts';
import { warmCalls } from '../warm-calls.mts';
import type { World } from '../world.mts';

/** What README and SECURITY promise for a change that another process makes. */
const BOUND_MS = 1_000;
const CALLER = 'queue-partner';

/** What the worker changes counts in the webhook process, which has the callers. */
export function changesReachWebhooks(world: World): readonly Check[] {
	const { admin, webhook } = world;
	const key = { text: '', credentialId: '' };
	const whoami = async () => await call(webhook('whoami'), { 'x-api-key': key.text });
	const generate = async () => {
		const asked = { resource: 'apiKey', operation: 'generate', username: CALLER, name: 'queue' };
		const { key: text, credentialId } = await admin(asked);
		Object.assign(key, { text, credentialId });
	};
	return [
		{
			sentence: 'a key that the worker made is good in the webhook process at once',
			find: async () => {
				await admin({ resource: 'user', operation: 'create', username: CALLER, displayName: '' });
				await generate();
				const { status, json } = await whoami();
				assert.equal(status, 200);
				const made = await newest(world, {
					kind: 'administration',
					credentialId: key.credentialId,
				});
				const used = await newest(world, { kind: 'decision', credentialId: key.credentialId });
				assert.equal(used['requestId'], json?.['requestId']);
				assert.notEqual(made['writer'], used['writer']);
				return `${status}  ${whoRan(world, made)}; decided by another writer of the audit`;
			},
		},
		{
			sentence: `a key that the worker revokes is refused by the webhook process within ${BOUND_MS} ms`,
			find: async () => {
				const revoke = { resource: 'apiKey', operation: 'revoke', credentialId: key.credentialId };
				const stop = await warmCalls(whoami);
				await admin(revoke);
				const calls = await stop();
				const change = { kind: 'administration', credentialId: key.credentialId };
				return await delayAfter(world, await newest(world, change), key.credentialId, calls);
			},
		},
		{
			sentence: `a user whom the worker disables is refused by the webhook process within ${BOUND_MS} ms`,
			find: async () => {
				await generate();
				const stop = await warmCalls(whoami);
				await admin({ resource: 'user', operation: 'disable', username: CALLER });
				const calls = await stop();
				const change = await newest(world, { kind: 'administration' });
				assert.deepEqual([change['operation'], change['target']], ['user.disable', CALLER]);
				return await delayAfter(world, change, key.credentialId, calls);
			},
		},
	];
}

async function newest({ admin }: World, filters: Readonly<Record<string, string>>): Promise<Item> {
	return await admin({ resource: 'auditLog', operation: 'getAll', limit: 1, filters });
}

/** Compares the times that the audit has for the change and for the calls around it. */
async function delayAfter(
	world: World,
	change: Item,
	credentialId: string,
	calls: readonly number[],
): Promise<string> {
	const [accepted, refused] = [
		await newest(world, { credentialId, decision: 'accepted' }),
		await newest(world, { credentialId, decision: 'refused' }),
	];
	const after = (entry: Item) =>
		Date.parse(String(entry['time'])) - Date.parse(String(change['time']));
	assert.deepEqual([calls[0], calls.at(-1)], [200, 401], calls.join(', '));
	assert.ok(after(accepted) <= BOUND_MS, `still accepted ${after(accepted)} ms after the change`);
	assert.notEqual(change['writer'], refused['writer']);
	const delay = `${Math.max(0, after(accepted))} to ${after(refused)} ms`;
	const around = `${calls.length - 1} calls accepted, then ${String(refused['reason'])}`;
	return `after ${delay}: ${around}; ${whoRan(world, change)}`;
}

/** Which process ran the execution that an entry of the audit names, by what each has printed. */
function whoRan({ n8n }: World, { operation, execution }: Item): string {
	const line = `Worker started execution ${String(execution)} `;
	const printed = Object.entries(n8n.processes)
		.filter(([, { outputFile }]) => readFileSync(outputFile, 'utf8').includes(line))
		.map(([name]) => name);
	assert.deepEqual(printed, ['worker'], `execution ${String(execution)} of ${String(operation)}`);
	return `${String(operation)} was execution ${String(execution)} of the ${printed.join()}`;
}
