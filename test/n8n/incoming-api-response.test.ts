import type { INodeParameters, OnError } from 'n8n-workflow';

import { IncomingApiResponse } from '../../nodes/IncomingApiResponse/IncomingApiResponse.node';
import { IncomingApiTrigger } from '../../nodes/IncomingApiTrigger/IncomingApiTrigger.node';
import { aNode, aWorkflow, inARow, type Installed, runWorkflow } from './harness';

const PACKAGE = 'n8n-nodes-incoming-api';
const installed: Installed = {
	nodes: {
		[`${PACKAGE}.incomingApiTrigger`]: new IncomingApiTrigger(),
		[`${PACKAGE}.incomingApiResponse`]: new IncomingApiResponse(),
	},
};

const trigger = (responseMode: string) =>
	aNode({
		name: 'Trigger',
		type: `${PACKAGE}.incomingApiTrigger`,
		parameters: { path: 'orders', responseMode },
	});

async function answer(parameters: INodeParameters, responseMode = 'responseNode') {
	const response = aNode({ name: 'Response', type: `${PACKAGE}.incomingApiResponse`, parameters });
	const connections = inARow('Trigger', 'Response');
	const workflow = aWorkflow(installed, [trigger(responseMode), response], connections);
	const items = [{ json: { order: 17 } }, { json: { order: 18 } }];
	const { run, sent, items: itemsOf } = await runWorkflow(installed, workflow, 'Response', items);
	return {
		sent,
		items: itemsOf('Response').map(({ json }) => json),
		error: run.data.resultData.error?.message,
	};
}

const mark = { 'x-incoming-api-answered': 'true' };
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

describe('the answer', () => {
	test.each<[string, INodeParameters, unknown]>([
		['the first item by default', {}, { statusCode: 200, headers: mark, body: { order: 17 } }],
		[
			'PF-19: any status, headers and JSON',
			{
				statusCode: 201,
				respondWith: 'json',
				responseBody: '={{ {"seen": $json.order} }}',
				responseHeaders: {
					entries: [
						{ name: 'X-Count', value: 3 },
						{ name: '', value: '' },
					],
				},
			},
			{ statusCode: 201, headers: { ...JSON_TYPE, 'x-count': '3', ...mark }, body: '{"seen":17}' },
		],
		[
			'JSON that the builder typed',
			{ respondWith: 'json', responseBody: '[1, "two"]' },
			{ statusCode: 200, headers: { ...JSON_TYPE, ...mark }, body: '[1,"two"]' },
		],
		[
			'text of any type',
			{
				respondWith: 'text',
				responseText: '<ok/>',
				responseHeaders: { entries: [{ name: 'Content-Type', value: 'application/xml' }] },
			},
			{ statusCode: 200, headers: { 'content-type': 'application/xml', ...mark }, body: '<ok/>' },
		],
		[
			'nothing',
			{ statusCode: 204, respondWith: 'noData' },
			{ statusCode: 204, headers: mark, body: Buffer.alloc(0) },
		],
	])('is %s, and all items go on', async (_what, parameters, expected) => {
		expect(await answer(parameters)).toEqual({
			sent: [expected],
			items: [{ order: 17 }, { order: 18 }],
			error: undefined,
		});
	});

	test.each<[INodeParameters, string]>([
		[
			{ statusCode: 99 },
			'The status code of the answer is not a number from 200 to 599: correct it.',
		],
		[
			{ respondWith: 'json', responseBody: '{nonsense' },
			'The body of the answer is not JSON: correct it, or respond with text.',
		],
		[
			{ responseHeaders: { entries: [{ name: 'X-A', value: 'a\r\nX-B: b' }] } },
			'The header "X-A" of the answer cannot be sent: correct its name or value.',
		],
		[
			{ responseHeaders: { entries: [{ name: 'X A', value: 'a' }] } },
			'The header "X A" of the answer cannot be sent: correct its name or value.',
		],
		[
			{
				responseHeaders: {
					entries: [
						{ name: 'X-A', value: 'a' },
						{ name: 'x-a', value: 'b' },
					],
				},
			},
			'Header "x-a" is given twice: write it into the answer once.',
		],
		[
			{ respondWith: 'pigeon' },
			'Respond With is "pigeon", which does not exist: choose from the list.',
		],
	])('with %j is a sentence that says what to do', async (parameters, sentence) => {
		const { sent, error } = await answer(parameters);
		expect([sent, error]).toEqual([[], sentence]);
	});

	test('for a caller who does not wait is a sentence that says which setting to change', async () => {
		expect((await answer({}, 'lastNode')).error).toBe(
			'The caller does not wait for this node: set Respond of "Trigger" to "Using Incoming API Response Node", or Answer to Ask For to "Incoming API Response Node".',
		);
	});

	const fallingBack = async (onError: OnError) => {
		const type = `${PACKAGE}.incomingApiResponse`;
		const parameters = { respondWith: 'json', responseBody: '{nonsense' };
		const response = aNode({ name: 'Response', type, parameters, onError });
		const fallback = aNode({ name: 'Fallback', type, parameters: { statusCode: 500 } });
		const after = aNode({ name: 'After', type, parameters: { statusCode: 299 } });
		const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
		const connections = {
			...inARow('Trigger', 'Response'),
			Response: { main: [to('After'), to('Fallback')] },
		};
		const nodes = [trigger('responseNode'), response, fallback, after];
		const workflow = aWorkflow(installed, nodes, connections);
		const items = [{ json: { order: 17 } }, { json: { order: 18 } }];
		return await runWorkflow(installed, workflow, 'Response', items);
	};
	const error = 'The body of the answer is not JSON: correct it, or respond with text.';

	test('goes to the error output where On Error says so, and another node answers', async () => {
		const { run, sent, items } = await fallingBack('continueErrorOutput');
		expect(run.data.resultData.error).toBeUndefined();
		expect(sent).toEqual([{ statusCode: 500, headers: mark, body: { error } }]);
		expect(items('Fallback')).toEqual([{ json: { error }, pairedItem: { item: 0 } }]);
		expect(items('After')).toEqual([]);
	});

	test('is an item where On Error says to go on', async () => {
		const { sent, items } = await fallingBack('continueRegularOutput');
		expect(sent).toEqual([{ statusCode: 299, headers: mark, body: { error } }]);
		expect(items('After')).toEqual([{ json: { error }, pairedItem: { item: 0 } }]);
	});

	test('without a trigger is a sentence that says what to connect', async () => {
		const response = aNode({ name: 'Response', type: `${PACKAGE}.incomingApiResponse` });
		const { run } = await runWorkflow(installed, aWorkflow(installed, [response]), 'Response');
		expect(run.data.resultData.error?.message).toBe(
			'There is no Incoming API Trigger before this node: connect it after one.',
		);
	});
});
