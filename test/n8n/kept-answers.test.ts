import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

import { type INodeParameters, resolveWebhookDescriptionField } from 'n8n-workflow';

import { IncomingApiTrigger } from '../../nodes/IncomingApiTrigger/IncomingApiTrigger.node';
import { ANSWERED_HEADER } from '../../src/n8n/capture-answer';
import { checkActivation } from '../../src/n8n/check-activation';
import { openRealmBy } from '../../src/n8n/open-realms';
import { valueOf } from '../a-realm';
import { attackedTrigger } from './attacked-trigger';
import { aNode } from './harness';
import { aListeningTrigger, type ListeningTrigger } from './listening-trigger';

const attacked = attackedTrigger();
const open: ListeningTrigger[] = [];
afterEach(async () => {
	for (const trigger of open.splice(0)) await trigger.close();
});

interface Sent {
	readonly key?: string;
	readonly headers?: Record<string, string>;
	readonly query?: string;
	readonly body?: string;
}

/** A trigger whose runs answer when they are told to. */
async function aTrigger(parameters: INodeParameters) {
	const responses: ServerResponse[] = [];
	const trigger = await aListeningTrigger(parameters, attacked.fields(), (response) => {
		responses.push(response);
	});
	open.push(trigger);
	const call = ({ key = attacked.key(), headers = {}, query = '', body = '{"a":1}' }: Sent = {}) =>
		fetch(trigger.url(`/webhook/orders${query}`), {
			method: 'POST',
			headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers },
			body,
		});
	const ask = (location: string | null, key: string | null = attacked.key()) => {
		const { pathname, search } = new URL(location ?? '');
		return fetch(trigger.url(pathname + search), { headers: key ? { 'x-api-key': key } : {} });
	};
	const asked = async (location: string | null, status: number, key?: string) => {
		for (;;) {
			const answer = await ask(location, key);
			if (answer.status === status) return answer;
			await answer.text();
		}
	};
	return { trigger, responses, call, ask, asked };
}

async function aStranger(): Promise<string> {
	const { realm } = await openRealmBy(attacked.fields());
	const { users, apiKeys } = realm.administer;
	await users.create({ username: 'mallory' });
	return valueOf(await apiKeys.generate({ username: 'mallory', name: 'k' })).key;
}

/** As n8n writes the items of a last node. */
function writeItems(response: ServerResponse | undefined, text: string): void {
	if (response === undefined) throw new Error('There is no run.');
	response.statusCode = 200;
	response.setHeader('content-type', 'application/json; charset=utf-8');
	response.end(text);
}

describe('a call that is answered when the caller asks', () => {
	const poll = { responseMode: 'poll', pollAnswer: 'responseNode' };

	test('PF-21: gets 202 and an address, which has the answer once it is there', async () => {
		const { responses, call, ask, asked } = await aTrigger(poll);
		const started = await call();
		expect([started.status, started.headers.get('retry-after')]).toEqual([202, '1']);
		const requestId = started.headers.get('x-request-id');
		expect(await started.json()).toEqual({ requestId, state: 'running' });
		const location = started.headers.get('location');
		const address = 'http://127.0.0.1:5678/webhook/orders/status?request=';
		expect(location).toBe(`${address}${String(requestId)}`);
		const running = await ask(location);
		expect([running.status, running.headers.get('retry-after')]).toEqual([202, '1']);
		expect(await running.json()).toEqual({ requestId, state: 'running' });

		const [response] = responses;
		response?.setHeader(ANSWERED_HEADER, 'true').setHeader('content-type', 'image/png');
		response?.setHeader('X-Order', '17').writeHead(418);
		response?.end(Buffer.from([0, 255, 10]));
		const done = await asked(location, 418);
		expect(done.headers.get('content-type')).toBe('image/png');
		expect([done.headers.get('x-order'), done.headers.get('cache-control')]).toEqual([
			'17',
			'no-store',
		]);
		expect(new Uint8Array(await done.arrayBuffer())).toEqual(new Uint8Array([0, 255, 10]));
		expect(done.headers.get('x-request-id')).not.toBe(requestId);
	});

	test('PF-21: is not found by another caller, and not without a credential', async () => {
		const { call, ask, trigger } = await aTrigger(poll);
		const location = (await call()).headers.get('location');
		expect((await ask(location, await aStranger())).status).toBe(404);
		expect((await ask(location, null)).status).toBe(401);
		expect((await ask(`${String(location).slice(0, -1)}x`)).status).toBe(404);
		expect((await ask('http://x/webhook/orders/status')).status).toBe(404);
		expect(trigger.runs).toHaveLength(1);
	});

	test('of a workflow that fails is 500, and one that forgets to answer too', async () => {
		const { responses, call, asked } = await aTrigger(poll);
		const locations = [await call(), await call()].map(({ headers }) => headers.get('location'));
		responses[0]?.writeHead(500).end('{"message":"Error in workflow"}');
		responses[1]?.end();
		const [failed, forgotten] = locations;
		expect(await (await asked(failed ?? null, 500)).json()).toMatchObject({
			title: 'Workflow failed',
		});
		expect(await (await asked(forgotten ?? null, 500)).json()).toMatchObject({
			title: 'No answer',
		});
	});

	test('is 504 when it does not come in time, and 410 when it is no longer kept', async () => {
		const brief = async (options: INodeParameters) =>
			await aTrigger({ ...poll, pollAnswer: 'lastNode', options });
		const slow = await brief({ timeoutSeconds: 1 });
		const location = (await slow.call()).headers.get('location');
		expect(await (await slow.asked(location, 504)).json()).toMatchObject({ title: 'Timed out' });
		const quick = await brief({ retentionSeconds: 1 });
		const another = (await quick.call()).headers.get('location');
		writeItems(quick.responses[0], '[]');
		expect(await (await quick.asked(another, 410)).json()).toMatchObject({ title: 'Gone' });
	});

	test.each([
		[{ ...poll, allowAnonymous: true }, /^Respond: When the Caller Asks keeps answers/],
		[{ allowAnonymous: true, options: { idempotency: 'accepted' } }, /^Idempotency keeps answers/],
		[{ ...poll, options: { timeoutSeconds: 0 } }, /^Timeout is not a whole number/],
		[{ ...poll, pollAnswer: 'firstNode' }, /^Answer is "firstNode"/],
		[{ options: { answerShape: 'soap' } }, /^Shape of Refusals is "soap"/],
		[{ aliases: ['a', 'b', 'c', 'd'] }, /^Aliases has more than 3/],
		[{ path: 'orders', aliases: ['/orders/'] }, /^An alias is empty, or the same/],
		[{ aliases: ['orders/status'] }, /^The alias "orders\/status" ends like/],
		[{ aliases: 'a,b' }, /^Aliases is not a list/],
	])('is not published with %j', async (parameters: INodeParameters, sentence) => {
		const given: INodeParameters = { path: 'orders', ...parameters };
		const context: unknown = {
			getNode: () => aNode({ name: 'T', type: 't' }),
			getCredentials: async () => attacked.fields(),
			getNodeParameter: (name: string, fallback: unknown) => given[name] ?? fallback,
		};
		await expect(checkActivation(context as never)).rejects.toThrow(sentence);
	});
});

describe('a call that took too long', () => {
	test('PF-20: is answered 504 with the address where its answer is found later', async () => {
		const { responses, call, asked } = await aTrigger({ responseMode: 'lastNode' });
		const late = await call({ query: '?timeout=50' });
		expect(late.status).toBe(504);
		const location = late.headers.get('location');
		expect((await asked(location, 202)).status).toBe(202);
		writeItems(responses[0], '[{"late":true}]');
		expect(await (await asked(location, 200)).json()).toEqual([{ late: true }]);
	});

	test('has no address where nobody is known', async () => {
		const { call, trigger } = await aTrigger({ responseMode: 'lastNode', allowAnonymous: true });
		const answer = await fetch(trigger.url('/webhook/orders?timeout=50'), { method: 'POST' });
		expect([answer.status, answer.headers.get('location')]).toEqual([504, null]);
		expect((await call({ query: '?timeout=50' })).headers.get('location')).not.toBeNull();
	});

	test('leaves nothing behind where it was answered in time', async () => {
		const { responses, call, ask } = await aTrigger({ responseMode: 'lastNode' });
		const asked = call();
		while (responses.length === 0) await new Promise((resolve) => setImmediate(resolve));
		writeItems(responses[0], '[]');
		const requestId = String((await asked).headers.get('x-request-id'));
		expect((await ask(`http://x/webhook/orders/status?request=${requestId}`)).status).toBe(404);
	});
});

describe('a call with an Idempotency-Key', () => {
	const options = { idempotency: 'required' };
	let headers: Record<string, string>;
	beforeEach(() => {
		headers = { 'idempotency-key': `"${randomUUID()}"` };
	});

	test.each(['lastNode', 'responseNode', 'onReceived'])(
		'in mode %s runs once, and is answered the same each time',
		async (responseMode) => {
			const { trigger, responses, call } = await aTrigger({ responseMode, options });
			const asked = call({ headers });
			while (responses.length === 0) await new Promise((resolve) => setImmediate(resolve));
			const early = await call({ headers });
			expect([early.status, early.headers.get('retry-after')]).toEqual([409, '1']);
			responses[0]?.setHeader(ANSWERED_HEADER, 'true');
			writeItems(responses[0], '[{"order":17}]');
			const [first, second] = [await asked, await call({ headers })];
			expect([first.status, await first.text()]).toEqual([200, '[{"order":17}]']);
			expect([second.status, await second.text()]).toEqual([200, '[{"order":17}]']);
			const shown = [first, second].map((each) => each.headers.get('idempotent-replayed'));
			expect(shown).toEqual([null, 'true']);
			expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
			expect(trigger.runs).toHaveLength(1);
		},
	);

	test('NT-80: of another request is 422, of another caller independent', async () => {
		const { trigger, call } = await aTrigger({ responseMode: 'poll', options });
		const started = await call({ headers });
		expect((await call({ headers, query: '?a=b' })).status).toBe(422);
		const again = await call({ headers });
		expect([again.status, again.headers.get('location')]).toEqual([
			202,
			started.headers.get('location'),
		]);
		expect((await call({ headers, key: await aStranger() })).status).toBe(202);
		expect(trigger.runs).toHaveLength(2);
	});

	test('is asked for where the trigger requires it', async () => {
		const { trigger, call } = await aTrigger({ responseMode: 'lastNode', options });
		const without = await call();
		expect(without.status).toBe(400);
		expect(await without.json()).toMatchObject({ title: 'Idempotency key missing' });
		expect((await call({ headers: { 'idempotency-key': '"' } })).status).toBe(400);
		expect(trigger.runs).toEqual([]);
	});
});

describe('the shape of a refusal', () => {
	test.each([
		['verint', 403, { Errors: ['This address needs a valid credential.'], Warnings: [], Info: [] }],
		['interact', 401, { Message: 'This address needs a valid credential.' }],
		['inbenta', 401, { Message: 'This address needs a valid credential.' }],
	])('is that of %s where the trigger says so', async (answerShape, status, body) => {
		const { call } = await aTrigger({ options: { answerShape } });
		const refused = await call({ key: 'wrong' });
		expect([refused.status, await refused.json()]).toEqual([status, body]);
	});
});

describe('the addresses of a trigger', () => {
	const addressesOf = (parameters: INodeParameters) => {
		const node = aNode({ name: 'T', type: 't', parameters });
		const { webhooks = [] } = new IncomingApiTrigger().description;
		return webhooks.flatMap((webhook) => {
			const of = (field: 'httpMethod' | 'path') => {
				const resolved = resolveWebhookDescriptionField(node, webhook, field);
				return resolved.resolved ? String(resolved.value) : 'not resolved';
			};
			return of('httpMethod') === '' ? [] : [`${of('httpMethod')} ${of('path')}`];
		});
	};

	test('PF-17: are its path and its aliases, with the same methods', () => {
		const path = 'orders/submit';
		expect(addressesOf({ path, httpMethod: 'POST' })).toEqual(['POST orders/submit']);
		const aliases = ['Orders/Submit Order', '', 'submit'];
		expect(addressesOf({ path, httpMethod: ['GET', 'POST'], aliases })).toEqual([
			'GET,POST orders/submit',
			'GET,POST Orders/Submit Order',
			'GET,POST submit',
		]);
	});

	test.each([
		[{ responseMode: 'poll' }, true],
		[{ responseMode: 'lastNode' }, true],
		[{ responseMode: 'responseNode', options: { timeoutSeconds: 5 } }, true],
		[{ responseMode: 'responseNode', options: { timeoutSeconds: 0 } }, false],
		[{ responseMode: 'onReceived' }, false],
	])('with %j have one for answers: %j', (parameters: INodeParameters, has) => {
		const addresses = addressesOf({ path: '/orders/', httpMethod: 'POST', ...parameters });
		expect(addresses.slice(1)).toEqual(has ? ['GET orders/status'] : []);
	});
});
