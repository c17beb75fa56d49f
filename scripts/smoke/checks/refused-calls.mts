import assert from 'node:assert/strict';
import type { OutgoingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from '../../demo/call.mts';
import { listExecutions } from '../../n8n/executions.mts';
import type { Check } from '../report.mts';
import { callWithKey, type World } from '../world.mts';

const TIME_FOR_A_STRAY_EXECUTION_MS = 300;
const EXECUTION_LIMIT_MS = 120_000;

interface RefusedCall {
	readonly sentence: string;
	readonly status: 400 | 401;
	readonly path?: string;
	readonly headers?: OutgoingHttpHeaders;
	readonly json?: unknown;
}

/** Every way to come without one good key is refused, and starts nothing. */
export function refusedCalls(world: World): readonly Check[] {
	return [
		...refusals(world).map((refused) => ({
			sentence: `${refused.sentence}: ${refused.status}, no execution`,
			find: async () => await startsNothing(world, async () => await refuse(world, refused)),
		})),
		{
			sentence:
				'after all refusals the next execution has the next number: none was started and removed',
			find: async () => await numbersHaveNoGap(world, refusals(world)),
		},
	];
}

function refusals({ apiKey, foreignKey }: World): readonly RefusedCall[] {
	const cut = apiKey.slice(0, -4);
	const other = `${apiKey.slice(0, -1)}${apiKey.endsWith('0') ? '1' : '0'}`;
	const open = 'smoke-anonymous';
	return [
		{ sentence: 'no key', status: 401 },
		{
			sentence: 'a well-formed key of another realm',
			status: 401,
			headers: { authorization: `Bearer ${foreignKey}` },
		},
		{ sentence: 'a key with a wrong last character', status: 401, headers: { 'x-api-key': other } },
		{ sentence: 'a truncated key', status: 401, headers: { 'x-api-key': cut } },
		{ sentence: 'an empty Authorization header', status: 401, headers: { authorization: '' } },
		{ sentence: 'an empty X-API-Key header', status: 401, headers: { 'x-api-key': '' } },
		{
			sentence: 'a scheme that is not accepted',
			status: 401,
			headers: { authorization: `Basic ${Buffer.from(`x:${apiKey}`).toString('base64')}` },
		},
		{
			sentence: 'keys in Authorization and in X-API-Key',
			status: 400,
			headers: { authorization: `Bearer ${apiKey}`, 'x-api-key': foreignKey },
		},
		{
			sentence: 'two equal X-API-Key headers',
			status: 400,
			headers: { 'x-api-key': [apiKey, apiKey] },
		},
		{ sentence: 'a key in the query', status: 400, path: `whoami?key=${apiKey}` },
		{ sentence: 'a key in the body', status: 400, path: open, json: { token: apiKey } },
	];
}

async function refuse({ webhook }: World, refused: RefusedCall): Promise<string> {
	const { path = 'whoami', headers, json, status } = refused;
	const answer = await call(webhook(path), headers, json);
	const challenge = answer.headers['www-authenticate'];
	assert.equal(answer.status, status, `${answer.status} ${answer.body}`);
	assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/);
	assert.equal(answer.json?.['status'], status);
	if (status === 401) assert.ok(challenge, 'WWW-Authenticate is missing');
	return [answer.status, answer.json?.['title'], challenge].filter(Boolean).join('  ');
}

async function startsNothing(world: World, find: () => Promise<string>): Promise<string> {
	const before = await executions(world);
	const evidence = await find();
	await sleep(TIME_FOR_A_STRAY_EXECUTION_MS);
	const after = await executions(world);
	assert.deepEqual(after, before, 'an execution was started');
	return `${evidence}  executions before and after: ${after.length}`;
}

async function executions({ session, workflowId, made }: World): Promise<readonly string[]> {
	const lists = await Promise.all(
		[workflowId('protected-api'), made.anonymous].map(
			async (id) => await listExecutions(session, id),
		),
	);
	return lists.flat().map(({ id }) => id);
}

async function numbersHaveNoGap(world: World, all: readonly RefusedCall[]): Promise<string> {
	const newest = async () => {
		const [execution] = await listExecutions(world.session, world.workflowId('protected-api'));
		return Number(execution?.id ?? 0);
	};
	const number = async () => {
		const before = await newest();
		assert.equal((await callWithKey(world)).status, 200);
		const deadline = Date.now() + EXECUTION_LIMIT_MS;
		for (;;) {
			const now = await newest();
			if (now > before) return now;
			assert.ok(Date.now() < deadline, 'the accepted call left no execution');
			await sleep(TIME_FOR_A_STRAY_EXECUTION_MS);
		}
	};
	const first = await number();
	for (const refused of all) await refuse(world, refused);
	const second = await number();
	assert.equal(second, first + 1);
	return `${first}, ${all.length} refused calls, ${second}`;
}
