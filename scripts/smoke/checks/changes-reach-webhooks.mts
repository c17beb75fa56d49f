import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { call } from '../../demo/call.mts';
import type { Item } from '../../n8n/manual-run.mts';
import { changeAmidCalls } from '../change-amid-calls.mts';
import type { Check } from '../report.mts';
import type { World } from '../world.mts';

/** What README and SECURITY promise for a change that another process makes. */
const BOUND_MS = 1_000;
/** A machine on which an answer takes this long says nothing about the bound. */
const STANDSTILL_MS = BOUND_MS / 4;
const TRIES = 10;
const CALLER = 'queue-partner';

/** What the worker changes counts in the webhook process, which has the callers. */
export function changesReachWebhooks(world: World): readonly Check[] {
	const { admin, webhook, n8n } = world;
	const key = { text: '', credentialId: '' };
	const whoami = async () => await call(webhook('whoami'), { 'x-api-key': key.text });
	const generate = async () => {
		const asked = { resource: 'apiKey', operation: 'generate', username: CALLER, name: 'queue' };
		const { key: text, credentialId } = await admin(asked);
		Object.assign(key, { text, credentialId });
	};
	/** Makes a change amid calls with a new key, and again where the machine stood still meanwhile. */
	const reaches = async (
		change: () => Promise<unknown>,
		entryOf: () => Promise<Item>,
		undo: () => Promise<unknown> = async () => undefined,
	): Promise<string> => {
		const processes = Object.values(n8n.processes).map(({ url }) => url);
		for (let left = TRIES; ; left -= 1) {
			await generate();
			const { statuses, longest } = await changeAmidCalls(change, whoami, processes);
			const { late, told } = await delayAfter(world, await entryOf(), key.credentialId, statuses);
			if (late <= BOUND_MS) return told;
			const why = `still accepted ${late} ms after the change; longest answer ${longest} ms`;
			assert.ok(longest > STANDSTILL_MS && left > 1, why);
			await undo();
		}
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
				const revoke = { resource: 'apiKey', operation: 'revoke' };
				return await reaches(
					async () => await admin({ ...revoke, credentialId: key.credentialId }),
					async () =>
						await newest(world, { kind: 'administration', credentialId: key.credentialId }),
				);
			},
		},
		{
			sentence: `a user whom the worker disables is refused by the webhook process within ${BOUND_MS} ms`,
			find: async () => {
				const user = { resource: 'user', username: CALLER };
				return await reaches(
					async () => await admin({ ...user, operation: 'disable' }),
					async () => {
						const change = await newest(world, { kind: 'administration' });
						assert.deepEqual([change['operation'], change['target']], ['user.disable', CALLER]);
						return change;
					},
					async () => await admin({ ...user, operation: 'enable' }),
				);
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
): Promise<{ readonly late: number; readonly told: string }> {
	const [accepted, refused] = [
		await newest(world, { credentialId, decision: 'accepted' }),
		await newest(world, { credentialId, decision: 'refused' }),
	];
	const after = (entry: Item) =>
		Date.parse(String(entry['time'])) - Date.parse(String(change['time']));
	assert.deepEqual([calls[0], calls.at(-1)], [200, 401], calls.join(', '));
	assert.notEqual(change['writer'], refused['writer']);
	const delay = `${Math.max(0, after(accepted))} to ${after(refused)} ms`;
	const around = `${calls.length - 1} calls accepted, then ${String(refused['reason'])}`;
	return { late: after(accepted), told: `after ${delay}: ${around}; ${whoRan(world, change)}` };
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
