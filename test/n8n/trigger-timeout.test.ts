import type { ServerResponse } from 'node:http';

import { attackedTrigger } from './attacked-trigger';
import { aListeningTrigger, type ListeningTrigger } from './listening-trigger';

const attacked = attackedTrigger();
const open: ListeningTrigger[] = [];
afterEach(async () => {
	for (const trigger of open.splice(0)) await trigger.close();
});

/** A trigger whose workflow answers when it is told to. */
async function aSlowTrigger(parameters: Parameters<typeof aListeningTrigger>[0]) {
	const responses: ServerResponse[] = [];
	const trigger = await aListeningTrigger(parameters, attacked.fields(), (response) => {
		responses.push(response);
	});
	open.push(trigger);
	const call = (query = '', headers = {}) =>
		fetch(trigger.url(`/webhook/orders${query}`), {
			method: 'POST',
			headers: { 'x-api-key': attacked.key(), ...headers },
		});
	return { trigger, responses, call };
}

describe('a workflow that takes too long', () => {
	test.each(['lastNode', 'responseNode'])(
		'PF-20: in mode %s is answered 504 when the caller wants it sooner, and goes on',
		async (responseMode) => {
			const { trigger, responses, call } = await aSlowTrigger({ responseMode });
			const answer = await call('?timeout=50');
			expect(answer.status).toBe(504);
			expect(await answer.json()).toMatchObject({ title: 'Timed out', status: 504 });
			expect(trigger.runs).toHaveLength(1);
			const [response] = responses;
			expect(response?.headersSent).toBe(false);
			response?.setHeader('content-type', 'application/json').end('[]');
		},
	);

	test('PF-20: is answered 504 after the time that the trigger sets, however long one asks for', async () => {
		const options = { timeoutSeconds: 1 };
		const { call } = await aSlowTrigger({ responseMode: 'lastNode', options });
		expect((await call('?timeout=86400000')).status).toBe(504);
	});

	test('is waited for without a limit where the trigger sets 0', async () => {
		const options = { timeoutSeconds: 0 };
		const { responses, call } = await aSlowTrigger({ responseMode: 'lastNode', options });
		const asked = call();
		while (responses.length === 0) await new Promise((resolve) => setImmediate(resolve));
		responses[0]?.end('[1]');
		expect(await (await asked).text()).toBe('[1]');
	});

	test('with a timeout that cannot be read is not called at all', async () => {
		const options = { timeoutSeconds: -1 };
		const { trigger, call } = await aSlowTrigger({ responseMode: 'lastNode', options });
		expect((await call()).status).toBe(503);
		expect(trigger.runs).toEqual([]);
	});
});

describe('the trace context of a call', () => {
	const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
	const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`;
	const item = (trigger: ListeningTrigger) =>
		trigger.runs[0]?.workflowData?.[0]?.[0]?.json['headers'];

	test('is passed through to the item, and the audit has its trace', async () => {
		const { trigger, call } = await aSlowTrigger({ responseMode: 'onReceived' });
		const asked = call('', { traceparent, tracestate: 'vendor=1' });
		while (trigger.runs.length === 0) await new Promise((resolve) => setImmediate(resolve));
		expect(item(trigger)).toMatchObject({ traceparent, tracestate: 'vendor=1' });
		const [entry] = await attacked.realm().audit.query({ kind: 'decision' }, 1);
		expect(entry?.content['traceId']).toBe(TRACE);
		trigger.hangUp();
		await expect(asked).rejects.toThrow();
	});

	test('that is not valid is left out, as if there were none', async () => {
		const { trigger, call } = await aSlowTrigger({ responseMode: 'onReceived' });
		const asked = call('', { traceparent: `${traceparent}-x`, tracestate: 'vendor=1' });
		while (trigger.runs.length === 0) await new Promise((resolve) => setImmediate(resolve));
		expect(Object.keys(item(trigger) as object)).not.toContain('traceparent');
		expect(Object.keys(item(trigger) as object)).not.toContain('tracestate');
		const [entry] = await attacked.realm().audit.query({ kind: 'decision' }, 1);
		expect(entry?.content).not.toHaveProperty('traceId');
		trigger.hangUp();
		await expect(asked).rejects.toThrow();
	});
});
