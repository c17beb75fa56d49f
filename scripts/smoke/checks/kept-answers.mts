import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { call, type Answer } from '../../demo/call.mts';
import { listExecutions } from '../../n8n/executions.mts';
import type { Check } from '../report.mts';
import { FORGOTTEN_AFTER_S } from '../workflows.mts';
import type { World } from '../world.mts';

const LIMIT_MS = 120_000;
const ASK_AGAIN_MS = 100;
const BYTES = Buffer.from([0, 255, 10, 13, 128, 0]);

/** Asks until the answer has this status. */
async function asked(location: string | undefined, key: string, status: number): Promise<Answer> {
	assert.ok(location, 'the answer has no Location');
	for (const deadline = Date.now() + LIMIT_MS; ; await sleep(ASK_AGAIN_MS)) {
		const answer = await call(location, { 'x-api-key': key });
		if (answer.status === status) return answer;
		assert.ok(Date.now() < deadline, `still ${answer.status} ${answer.body}`);
	}
}

/** Answers that callers did not wait for, or ask for once more. */
export function keptAnswers(world: World): readonly Check[] {
	const { webhook, apiKey, session, made, externalApi } = world;
	const key = { 'x-api-key': apiKey };
	const anotherKey = async (): Promise<string> => {
		await world.admin({
			resource: 'user',
			operation: 'create',
			username: 'asker',
			displayName: '',
		});
		const generate = { resource: 'apiKey', operation: 'generate', username: 'asker', name: 'key' };
		return String((await world.admin(generate))['key']);
	};
	return [
		{
			sentence:
				'PF-21: a caller who does not wait gets 202, and the answer where it is told to ask',
			find: async () => {
				const gate = randomUUID();
				const started = await call(webhook(`smoke-poll?gate=${gate}`), key);
				assert.equal(started.status, 202, started.body);
				const { location } = started.headers;
				const running = await call(location ?? '', key);
				assert.deepEqual([running.status, running.headers['retry-after']], [202, '1']);
				const stranger = await call(location ?? '', { 'x-api-key': await anotherKey() });
				assert.equal(stranger.status, 404);
				assert.equal((await call(location ?? '')).status, 401);
				externalApi.open(gate);
				const done = await asked(location, apiKey, 200);
				const [item] = JSON.parse(done.body) as readonly Record<string, unknown>[];
				assert.equal(item?.['requestId'], started.json?.['requestId']);
				return `202, then 200 at ${location ?? ''}; 404 for another caller, 401 without a key`;
			},
		},
		{
			sentence: 'PF-21: of a workflow that failed it is told 500, and 410 when the answer is gone',
			find: async () => {
				const started = await call(webhook('smoke-poll-failing'), key);
				const failed = await asked(started.headers.location, apiKey, 500);
				assert.equal(failed.json?.['title'], 'Workflow failed', failed.body);
				const began = Date.now();
				// Of another run: whoever comes late would miss the 500 of one that is soon forgotten.
				const forgetting = await call(webhook('smoke-poll-forgetting'), key);
				await asked(forgetting.headers.location, apiKey, 410);
				const kept = Date.now() - began;
				assert.ok(kept >= FORGOTTEN_AFTER_S * 1000, `gone after ${kept} ms`);
				return `202, then 500 "Workflow failed", then 410`;
			},
		},
		{
			sentence:
				'a file that a workflow answers with is kept byte for byte, as the workflow gave it',
			find: async () => {
				const query = `?bytes=${encodeURIComponent(BYTES.toString('base64'))}`;
				const started = await call(webhook(`smoke-poll-file${query}`), key);
				assert.equal(started.status, 202, started.body);
				await asked(started.headers.location, apiKey, 201);
				const answer = await fetch(started.headers.location ?? '', { headers: key });
				assert.deepEqual(Buffer.from(await answer.arrayBuffer()), BYTES);
				assert.equal(answer.headers.get('x-order'), '17');
				const straight = await fetch(webhook(`smoke-file${query}`), { headers: key });
				assert.deepEqual(Buffer.from(await straight.arrayBuffer()), BYTES);
				return `201  ${BYTES.length} bytes, ${answer.headers.get('content-type') ?? ''}`;
			},
		},
		{
			sentence: 'PF-20: a caller who waits too long gets 504, and the answer later',
			find: async () => {
				const gate = randomUUID();
				const late = await call(webhook(`smoke-late?timeout=200&gate=${gate}`), key);
				assert.equal(late.status, 504, late.body);
				externalApi.open(gate);
				const done = await asked(late.headers.location, apiKey, 200);
				assert.match(done.body, /requestId/);
				return `504, then 200 at ${late.headers.location ?? ''}`;
			},
		},
		{
			sentence:
				'a call that is repeated with its Idempotency-Key is answered the same and runs once',
			find: async () => {
				const headers = { ...key, 'idempotency-key': '"smoke-1"' };
				const gate = randomUUID();
				const url = webhook(`smoke-once?gate=${gate}`);
				const both = [call(url, headers), call(url, headers)] as const;
				// The one that runs is held until the other was answered.
				void Promise.allSettled(both);
				await Promise.race(both);
				externalApi.open(gate);
				const [one, two] = await Promise.all(both);
				assert.deepEqual([one.status, two.status].toSorted(), [200, 409]);
				const again = await call(url, headers);
				const first = one.status === 200 ? one : two;
				assert.deepEqual([again.status, again.body], [200, first.body]);
				assert.equal(again.headers['idempotent-replayed'], 'true');
				assert.equal((await call(`${url}&other`, headers)).status, 422);
				const runs = (await listExecutions(session, made.once)).length;
				assert.equal(runs, 1);
				return `200, 409 at the same time, 200 again, 422 for another request; executions: ${runs}`;
			},
		},
		{
			sentence: 'PF-17: an alias with a space, and a path with a parameter, reach the workflow',
			find: async () => {
				const alias = await call(webhook('Smoke%20Orders/Submit%20Order'), key);
				assert.equal(alias.status, 200, alias.body);
				const plain = await call(webhook('smoke-parameter/17'), key);
				assert.equal(plain.status, 404, 'n8n no longer puts an id before a path with a parameter');
				const { status, body, json } = await call(
					webhook(`${PARAMETER_ID}/smoke-parameter/17`),
					key,
				);
				assert.equal(status, 200, body);
				assert.deepEqual(json?.['params'], { order: '17' });
				return `200 by alias; /webhook/<id>/smoke-parameter/17 -> ${JSON.stringify(json?.['params'])}`;
			},
		},
	];
}

/** Of the trigger whose path has a parameter: n8n puts it before the path. */
export const PARAMETER_ID = '6f0f2a52-7c43-4c52-8c8e-5a6b7c8d9e0f';
