import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { closeRealms, openRealmBy } from '../../src/n8n/open-realms';
import { valueOf } from '../a-realm';
import { aHookedTrigger } from './hooked-trigger';
import { aListeningTrigger } from './listening-trigger';

let folder: string;
let fields: ICredentialDataDecryptedObject;
let key: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'realm-'));
	fields = {
		realm: 'default',
		passphrase: Buffer.alloc(32, 3).toString('base64'),
		storage: 'sqlite',
		sqliteFile: join(folder, 'realm.sqlite'),
	};
	const { users, apiKeys } = (await openRealmBy(fields)).realm.administer;
	valueOf(await users.create({ username: 'alice' }));
	({ key } = valueOf(await apiKeys.generate({ username: 'alice', name: 'first' })));
});
afterAll(async () => {
	await closeRealms();
	await rm(folder, { recursive: true });
});

const TYPE =
	'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api/blob/main/docs/reference-problems.md#';
const canary = 'canary-91c2';
const ORDER = JSON.stringify({
	type: 'object',
	required: ['order'],
	properties: { order: { type: 'string' }, size: { default: 'small' } },
	additionalProperties: false,
});

interface Sent {
	readonly query?: string;
	readonly contentType?: string;
	readonly body?: string | ReadableStream;
	readonly headers?: Readonly<Record<string, string>>;
}

const call = async (
	validation: INodeParameters,
	{ query = '', contentType = 'application/json', body, headers = {} }: Sent,
	text = key,
) => {
	const trigger = await aListeningTrigger({ validation }, fields);
	const answer = await fetch(trigger.url(`/webhook/orders${query}`), {
		method: 'POST',
		headers: {
			'x-api-key': text,
			...(body === undefined ? {} : { 'content-type': contentType }),
			...headers,
		},
		...(body === undefined ? {} : { body }),
		...(typeof body === 'object' ? { duplex: 'half' } : {}),
	});
	const said = await answer.text();
	const { runs } = trigger;
	await trigger.close();
	const json = runs[0]?.workflowData?.[0]?.[0]?.json;
	return { answer, said, runs: runs.length, item: json };
};
const problemIn = (said: string) => {
	const { type, status, errors } = JSON.parse(said) as Record<string, unknown>;
	return { type: String(type).replace(TYPE, ''), status, errors };
};

describe('a trigger with rules for what callers send', () => {
	test('answers a body that is not as it must be with 422, its places and no value', async () => {
		const body = JSON.stringify({ order: 5, [canary]: canary });
		const { answer, said, runs } = await call({ bodySchema: ORDER }, { body });
		expect(answer.headers.get('content-type')).toBe('application/problem+json');
		expect(problemIn(said)).toEqual({
			type: 'invalid-request',
			status: 422,
			errors: [
				{ pointer: '', in: 'body', message: 'has a member that is not allowed' },
				{ pointer: '/order', in: 'body', message: 'must be string' },
			],
		});
		expect(said).not.toContain(canary);
		expect(runs).toBe(0);
	});

	test('completes the item with declared defaults', async () => {
		const body = JSON.stringify({ order: 'A-1' });
		const { item, runs } = await call({ bodySchema: ORDER }, { body });
		expect(runs).toBe(1);
		expect(item?.['body']).toEqual({ order: 'A-1', size: 'small' });
	});

	test('PF-18: takes declared parameters of the query, each as its type', async () => {
		const parameters = {
			parameter: [
				{ name: 'limit', type: 'number', default: '10' },
				{ name: 'all', type: 'boolean', default: 'false' },
				{ name: 'for', required: true },
			],
		};
		const complete = await call({ parameters }, { query: '?for=me&all=true' });
		expect(complete.item?.['query']).toEqual({ for: 'me', all: true, limit: 10 });
		const { said, runs } = await call({ parameters }, { query: `?limit=${canary}` });
		expect(problemIn(said)).toEqual({
			type: 'invalid-request',
			status: 422,
			errors: [
				{ pointer: '/limit', in: 'query', message: 'must be a number, given once' },
				{ pointer: '', in: 'query', message: 'must have the member "for"' },
			],
		});
		expect([runs, said.includes(canary)]).toEqual([0, false]);
	});

	test('judges query and headers by their schemas; the item has headers as they were', async () => {
		const rules = {
			querySchema: '{"properties":{"limit":{"type":"integer","maximum":5}}}',
			headersSchema: '{"required":["x-count"],"properties":{"x-count":{"type":"integer"}}}',
		};
		const good = await call(rules, { query: '?limit=4', headers: { 'X-Count': '7' } });
		expect(good.item).toMatchObject({ query: { limit: 4 }, headers: { 'x-count': '7' } });
		const { said, runs } = await call(rules, { query: '?limit=6', headers: { 'X-Count': canary } });
		expect(problemIn(said).errors).toEqual([
			{ pointer: '/limit', in: 'query', message: 'must be <= 5' },
			{ pointer: '/x-count', in: 'headers', message: 'must be integer' },
		]);
		expect([runs, said.includes(canary)]).toEqual([0, false]);
	});

	test('answers another media type with 415 and what it takes in Accept', async () => {
		const mediaTypes = ['application/json', 'text/*'];
		const wrong = await call({ mediaTypes }, { contentType: 'image/png', body: 'x' });
		expect(problemIn(wrong.said)).toMatchObject({ type: 'unsupported-media-type', status: 415 });
		expect(wrong.answer.headers.get('accept')).toBe('application/json, text/*');
		expect(wrong.runs).toBe(0);
		const right = await call(
			{ mediaTypes },
			{ contentType: 'Text/Plain; charset=utf-8', body: 'x' },
		);
		const none = await call({ mediaTypes }, {});
		expect([right.runs, none.runs]).toEqual([1, 1]);
	});

	test('answers a body that is too large, or of a size that nobody says, with 413', async () => {
		const body = (letters: number) => JSON.stringify('x'.repeat(letters - 2));
		const right = await call({ largestBody: 1 }, { body: body(1024) });
		const wrong = await call({ largestBody: 1 }, { body: body(1025) });
		const stream = new Blob(['x']).stream();
		const unknown = await call({ largestBody: 1 }, { contentType: 'image/png', body: stream });
		expect([right.runs, wrong.runs, unknown.runs]).toEqual([1, 0, 0]);
		for (const { said } of [wrong, unknown]) {
			expect(problemIn(said)).toMatchObject({ type: 'content-too-large', status: 413 });
		}
	});

	test('answers a text that takes too long with 422 and goes on', async () => {
		const bodySchema = '{"properties":{"a":{"pattern":"^(a+)+$"}}}';
		const body = JSON.stringify({ a: `${'a'.repeat(40)}!` });
		const { said, runs } = await call({ bodySchema }, { body });
		expect(problemIn(said)).toMatchObject({ type: 'validation-timeout', status: 422 });
		expect(runs).toBe(0);
		expect((await call({ bodySchema }, { body: '{"a":"aaa"}' })).runs).toBe(1);
	});

	test('says nothing of its rules to whom it does not know', async () => {
		const { said } = await call({ bodySchema: ORDER, mediaTypes: ['text/plain'] }, {}, 'wrong');
		expect(problemIn(said)).toMatchObject({ type: 'unauthenticated', status: 401 });
	});

	test.each<[INodeParameters]>([
		[{ bodySchema: '{"type":' }],
		[{ bodySchema: '{"$ref":"https://example.com/schema"}' }],
		[{ bodySchema: '7' }],
		[{ mediaTypes: 7 }],
		[{ mediaTypes: ['json'] }],
		[{ largestBody: 'much' }],
		[{ parameters: { parameter: [{ type: 'date' }] } }],
	])('refuses everybody where they are %j, which cannot be used', async (validation) => {
		const { answer, runs } = await call(validation, { body: '{}' });
		expect([answer.status, runs]).toEqual([503, 0]);
	});
});

describe('an activation', () => {
	test.each<[INodeParameters, string | true]>([
		[{ bodySchema: ORDER, mediaTypes: 'application/json', largestBody: 1.5 }, true],
		[{ bodySchema: JSON.parse(ORDER) as INodeParameters }, true],
		[
			{ bodySchema: '{"properties":{"a":{"requried":[]}}}' },
			'Body Schema at /properties/a has the unknown keyword "requried": correct it or take it away.',
		],
		[
			{ querySchema: '{"items":{"$ref":"https://example.com/a"}}' },
			'Query Schema at /items refers to another document: copy that into $defs, and refer to #/$defs/....',
		],
		[{ headersSchema: '[]' }, 'Headers Schema is no JSON object: correct it.'],
		[
			{ mediaTypes: ['json'] },
			'Accepted Media Types has "json", which is none: write one such as application/json.',
		],
		[{ largestBody: -1 }, 'Largest Body (KB) is no number of 0 or more: correct it.'],
	])('with %j: %j', async (validation, outcome) => {
		const activated = aHookedTrigger(fields, { validation }).create();
		if (outcome === true) expect(await activated).toBe(true);
		else await expect(activated).rejects.toMatchObject({ message: outcome });
	});
});
