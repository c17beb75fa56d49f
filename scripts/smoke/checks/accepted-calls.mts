import assert from 'node:assert/strict';
import type { OutgoingHttpHeaders } from 'node:http';
import { call } from '../../demo/call.mts';
import { newestExecution } from '../../n8n/executions.mts';
import type { Check } from '../report.mts';
import { callWithKey, USER, type World } from '../world.mts';

const ITEM = [
	'body',
	'caller',
	'contentType',
	'headers',
	'method',
	'params',
	'query',
	'requestId',
	'url',
];

/** The right key is accepted in each of its places, and the workflow knows who called. */
export function acceptedCalls(world: World): readonly Check[] {
	const { apiKey } = world;
	return [
		accepted(world, 'raw in Authorization', { authorization: apiKey }),
		accepted(world, 'as Bearer in Authorization', { authorization: `Bearer ${apiKey}` }),
		accepted(world, 'in X-API-Key', { 'x-api-key': apiKey }),
		{
			sentence: 'the item has exactly the members that the trigger promises, and no key',
			find: async () => {
				const path = 'whoami?page=2';
				assert.equal((await callWithKey(world, path)).status, 200);
				const id = world.workflowId('protected-api');
				const { firstItems, status } = await newestExecution(world.session, id);
				const item = firstItems['Incoming API Trigger'] as Record<string, unknown>;
				assert.deepEqual(Object.keys(item).toSorted(), ITEM);
				assert.deepEqual([item['method'], item['query']], ['GET', { page: '2' }]);
				assert.ok(!JSON.stringify(item).includes(apiKey), 'the key is in the item');
				return `execution ${status}: ${Object.keys(item).join(', ')}`;
			},
		},
		{
			sentence: 'an expression of the workflow reads who called, under the alias of caller',
			find: async () => {
				const { status, body, json } = await callWithKey(world, 'call-out');
				assert.equal(status, 200, body);
				assert.equal(json?.['calledBy'], USER);
				return `${status}  $json.calledBy.user = ${USER}`;
			},
		},
	];
}

function accepted({ webhook }: World, place: string, headers: OutgoingHttpHeaders): Check {
	return {
		sentence: `the right key ${place}: 200 with the workflow's answer, as the key's user`,
		find: async () => {
			const { status, body, json } = await call(webhook('whoami'), headers);
			assert.equal(status, 200, body);
			const caller = json?.['caller'] as Record<string, unknown>;
			assert.deepEqual([caller['type'], caller['user']], ['user', USER]);
			return `${status}  caller = ${JSON.stringify(caller)}`;
		},
	};
}
