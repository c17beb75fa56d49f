import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { parseCallerAlias } from '../../src/n8n/caller-alias';
import { ANSWERED_HEADER } from '../../src/n8n/capture-answer';
import { closeRealms, openRealmBy } from '../../src/n8n/open-realms';
import { valueOf } from '../a-realm';
import { aListeningTrigger, type ListeningTrigger } from './listening-trigger';

const PASSPHRASE = Buffer.alloc(32, 3).toString('base64');

let folder: string;
let fields: ICredentialDataDecryptedObject;
let key: string;
let credentialId: string;
let tenant: string;
const open: ListeningTrigger[] = [];

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'realm-'));
	fields = {
		realm: 'default',
		passphrase: PASSPHRASE,
		storage: 'sqlite',
		sqliteFile: join(folder, 'realm.sqlite'),
	};
	const { realm } = await openRealmBy(fields);
	valueOf(await realm.administer.users.create({ username: 'alice' }));
	const issued = valueOf(
		await realm.administer.apiKeys.generate({ username: 'alice', name: 'first' }),
	);
	({ key, credentialId } = issued);
	tenant = realm.id;
});
afterEach(async () => {
	for (const trigger of open.splice(0)) await trigger.close();
});
afterAll(async () => {
	await closeRealms();
	await rm(folder, { recursive: true });
});

const aTrigger = async (
	parameters: INodeParameters = {},
	given: ICredentialDataDecryptedObject = fields,
	answer?: (response: ServerResponse) => void,
): Promise<ListeningTrigger> => {
	const trigger = await aListeningTrigger(parameters, given, answer);
	open.push(trigger);
	return trigger;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TYPE =
	'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api/blob/main/docs/reference-problems.md#';

describe('a call with a key', () => {
	test('PF-7, PF-18: becomes an item of exactly the documented shape, without the key', async () => {
		const trigger = await aTrigger();
		const answer = await fetch(trigger.url('/webhook/orders?priority=high'), {
			method: 'POST',
			headers: {
				authorization: `Bearer ${key}`,
				'content-type': 'application/json',
				cookie: 'session=1',
				'proxy-authorization': 'Basic eDp5',
				'user-agent': 'test',
			},
			body: '{"order":17}',
		});
		const requestId = answer.headers.get('x-request-id') ?? '';
		expect(requestId).toMatch(UUID);
		const [run] = trigger.runs;
		const item = run?.workflowData?.[0]?.[0]?.json;
		expect(item).toEqual({
			body: { order: 17 },
			headers: expect.objectContaining({
				'content-type': 'application/json',
				'user-agent': 'test',
			}) as unknown,
			query: { priority: 'high' },
			params: {},
			method: 'POST',
			contentType: 'application/json',
			url: 'http://127.0.0.1:5678/webhook/orders?priority=high',
			caller: {
				type: 'user',
				user: 'alice',
				credentialId,
				scheme: 'apiKey',
				scopes: [],
				privileges: ['Run Actions', 'Use API Key'],
				tenant,
			},
			requestId,
		});
		const shown = Object.keys((item?.['headers'] ?? {}) as object);
		expect(shown).not.toEqual(expect.arrayContaining(['authorization']));
		expect(shown).not.toEqual(expect.arrayContaining(['cookie']));
		expect(shown).not.toEqual(expect.arrayContaining(['proxy-authorization']));
		expect(JSON.stringify(trigger.runs)).not.toContain(key);
	});

	test('has the nine members also where a GET brings no body', async () => {
		const trigger = await aTrigger({ httpMethod: 'GET' });
		await fetch(trigger.url(), { headers: { 'x-api-key': key } });
		const item = trigger.runs[0]?.workflowData?.[0]?.[0]?.json ?? {};
		expect(Object.keys(item)).toEqual([
			'body',
			'headers',
			'query',
			'params',
			'method',
			'contentType',
			'url',
			'caller',
			'requestId',
		]);
		expect(item['body']).toEqual({});
	});

	test('shows the caller under a second name too, where expressions can read it', async () => {
		const trigger = await aTrigger({ callerAlias: 'calledBy' });
		await fetch(trigger.url(), { method: 'POST', headers: { 'x-api-key': key } });
		const item = trigger.runs[0]?.workflowData?.[0]?.[0]?.json ?? {};
		expect(item['calledBy']).toEqual(item['caller']);
		expect(item['calledBy']).toMatchObject({ user: 'alice' });
	});

	test.each(['body', 'caller', '__proto__', 'a b', '1st', 7])(
		'cannot show the caller as %j, which stops the activation',
		async (callerAlias) => {
			expect(parseCallerAlias(callerAlias)).toEqual({
				sentence: expect.stringMatching(/^Caller Alias cannot be the name/) as unknown,
			});
			const trigger = await aTrigger({ callerAlias });
			await fetch(trigger.url(), { method: 'POST', headers: { 'x-api-key': key } });
			expect(Object.keys(trigger.runs[0]?.workflowData?.[0]?.[0]?.json ?? {})).toHaveLength(9);
		},
	);

	test('is answered at once with the id of its request', async () => {
		const trigger = await aTrigger({ responseMode: 'onReceived' });
		const answer = await fetch(trigger.url(), { method: 'POST', headers: { 'x-api-key': key } });
		const requestId = answer.headers.get('x-request-id');
		expect(trigger.runs).toMatchObject([{ webhookResponse: { requestId } }]);
	});
});

describe('a refused call', () => {
	test.each([
		['no credential', {}, 401, 'unauthenticated'],
		['a wrong key', { 'x-api-key': 'iapi_live_x' }, 401, 'unauthenticated'],
		['an empty header', { authorization: '' }, 401, 'unauthenticated'],
		['two credentials', { authorization: 'a', 'x-api-key': 'b' }, 400, 'malformed-request'],
	])('with %s gets a problem and starts nothing', async (_what, headers, status, kind) => {
		const trigger = await aTrigger();
		const answer = await fetch(trigger.url(), { method: 'POST', headers });
		const problem = (await answer.json()) as Record<string, unknown>;
		expect(problem).toEqual({
			type: `${TYPE}${kind}`,
			title: expect.any(String) as unknown,
			status,
			detail: expect.any(String) as unknown,
			requestId: answer.headers.get('x-request-id'),
		});
		expect(answer.status).toBe(status);
		expect(answer.headers.get('content-type')).toBe('application/problem+json');
		expect(answer.headers.get('cache-control')).toBe('no-store');
		expect(answer.headers.get('www-authenticate')).toBe(
			status === 401 ? 'Bearer realm="Incoming API"' : null,
		);
		expect(trigger.runs).toEqual([]);
	});

	test('looks the same whichever check failed', async () => {
		const trigger = await aTrigger();
		const bodies = await Promise.all(
			['', 'x', key.slice(0, -1), key.toLowerCase()].map(async (text) => {
				const answer = await fetch(trigger.url(), {
					method: 'POST',
					headers: { 'x-api-key': text },
				});
				const problem = (await answer.json()) as Record<string, unknown>;
				return { ...problem, requestId: '' };
			}),
		);
		expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
	});

	test.each([
		['a wrong passphrase', { passphrase: 'a wrong passphrase' }],
		['no passphrase', { passphrase: '' }],
		['a missing folder', { sqliteFile: '/nowhere/at/all/realm.sqlite' }],
		['an unknown storage', { storage: 'clouds' }],
	])(
		'with %s in the credential gets 503 and starts nothing, anonymous or not',
		async (_what, wrong) => {
			const trigger = await aTrigger({ allowAnonymous: true }, { ...fields, ...wrong });
			const answer = await fetch(trigger.url(), { method: 'POST' });
			expect(answer.status).toBe(503);
			expect(answer.headers.get('retry-after')).toBe('5');
			expect(await answer.json()).toMatchObject({ type: `${TYPE}unavailable`, status: 503 });
			expect(trigger.runs).toEqual([]);
		},
	);
});

describe('an anonymous trigger', () => {
	test('PF-2, PF-3: takes calls without a credential, and refuses a wrong one', async () => {
		const trigger = await aTrigger({ allowAnonymous: true });
		await fetch(trigger.url(), { method: 'POST' });
		expect(trigger.runs[0]?.workflowData?.[0]?.[0]?.json['caller']).toEqual({
			type: 'anonymous',
			credentialId: null,
			scheme: 'anonymous',
			scopes: [],
			privileges: [],
			tenant,
		});
		const wrong = await fetch(trigger.url(), { method: 'POST', headers: { 'x-api-key': 'x' } });
		expect(wrong.status).toBe(401);
		expect(trigger.runs).toHaveLength(1);
	});
});

describe('an answer in mode responseNode', () => {
	const answered = async (answer: (response: ServerResponse) => void): Promise<Response> => {
		const trigger = await aTrigger({ responseMode: 'responseNode' }, fields, answer);
		return await fetch(trigger.url(), { method: 'POST', headers: { 'x-api-key': key } });
	};

	test('PF-19: of the response node goes out as it is, without the mark', async () => {
		const answer = await answered((response) => {
			response.statusCode = 418;
			response.setHeader(ANSWERED_HEADER, 'true');
			response.setHeader('content-type', 'text/plain');
			response.end('short and stout');
			response.end();
		});
		expect([answer.status, await answer.text()]).toEqual([418, 'short and stout']);
		expect(answer.headers.has(ANSWERED_HEADER)).toBe(false);
	});

	test('streamed by the response node goes out as it is', async () => {
		const answer = await answered((response) => {
			response.setHeader(ANSWERED_HEADER, 'true');
			response.write('one, ');
			response.write('two');
			response.end();
		});
		expect([answer.status, await answer.text()]).toEqual([200, 'one, two']);
		expect(answer.headers.has(ANSWERED_HEADER)).toBe(false);
	});

	test('that nobody gave is a problem and never an empty 200', async () => {
		const answer = await answered((response) => {
			response.setHeader('content-length', '0');
			response.end();
			response.end();
		});
		expect(answer.status).toBe(500);
		expect(await answer.json()).toMatchObject({ type: `${TYPE}no-answer`, status: 500 });
	});

	test('of a failed workflow is a problem without what failed', async () => {
		const answer = await answered((response) => {
			response.statusCode = 500;
			response.setHeader('content-type', 'application/json');
			response.end('{"message":"Error in workflow"}');
		});
		expect(answer.status).toBe(500);
		expect(await answer.json()).toMatchObject({ type: `${TYPE}workflow-failed`, status: 500 });
	});
});
