import type { INodeParameters } from 'n8n-workflow';
import { ApiRequest } from '../../nodes/ApiRequest/ApiRequest.node';
import { type Call, callApi } from './api-request-call';
import { ExternalApi } from './external-api';

const api = new ExternalApi();
beforeAll(async () => void (await api.listen()));
afterAll(() => api.close());
beforeEach(() => api.reset());

const call = (what: Call) =>
	callApi({ ...what, parameters: { url: api.url('/orders'), ...what.parameters } });

const query = (...parameters: INodeParameters[]): INodeParameters => ({
	sendQuery: true,
	queryParameters: { parameters },
});

describe('a request', () => {
	test('has method, query, headers and JSON body as they were entered', async () => {
		const jsonBody = '{ "b": 1.0,\n "ä": [] }';
		await call({
			headers: { 'X-A': 'a', '': '' },
			parameters: {
				url: api.url('/orders?x=%20+1'),
				method: 'PUT',
				...query({ name: 'q', value: 'ä +&' }, { name: 'q', value: '={{ 2 }}' }),
				sendBody: true,
				jsonBody,
			},
		});
		const [seen] = api.seen;
		expect(seen).toMatchObject({ method: 'PUT', body: jsonBody });
		expect(seen?.url).toBe('/orders?x=%20+1&q=%C3%A4%20%2B%26&q=2');
		expect(seen?.headers).toMatchObject({ 'x-a': 'a', 'content-type': 'application/json' });
	});

	test('may name its own content type', async () => {
		const headers = { 'content-type': 'application/merge-patch+json' };
		await call({
			headers,
			parameters: { method: 'PATCH', sendBody: true, jsonBody: '={{ {a: 1} }}' },
		});
		expect(api.seen[0]).toMatchObject({ body: '{"a":1}', headers });
	});

	const wrong: readonly (readonly [string, Call, string])[] = [
		[
			'JSON that is broken',
			{ parameters: { method: 'POST', sendBody: true, jsonBody: '{' } },
			'JSON Body is not valid JSON.',
		],
		[
			'no URL',
			{ parameters: { url: '={{ null }}' } },
			'The request cannot be sent: the URL is not absolute.',
		],
		[
			'a host that is not allowed',
			{ parameters: { url: 'https://evil.example/x?y' } },
			'The request may not be sent to https://evil.example.',
		],
		['an unknown method', { parameters: { method: '={{ "TRACE" }}' } }, 'The method is unknown.'],
		['a header twice', { headers: { 'X-A': '1', 'x-a': '2' } }, 'Header "x-a" is given twice.'],
		[
			'a line break in a header',
			{ headers: { 'X-A': '={{ "a\\r\\nX-B: c" }}' } },
			'Header "X-A" has a character that a header cannot carry.',
		],
	];
	test.each(wrong)('with %s is not sent', async (_what, what, message) => {
		const called = await call(what);
		expect(called.error).toEqual({ name: 'NodeOperationError', message });
		expect(api.seen).toEqual([]);
	});
});

describe('an answer', () => {
	test('gives an item with status, headers and parsed JSON', async () => {
		api.answer = (_request, response) => {
			response.writeHead(201, { 'content-type': 'application/problem+json', 'x-a': 'b' });
			response.end('{"id":7}');
		};
		const called = await call({});
		expect(called.items).toEqual([
			{
				statusCode: 201,
				headers: expect.objectContaining({ 'x-a': 'b' }),
				body: { id: 7 },
			},
		]);
		expect(called.pairedItems).toEqual([{ item: 0 }]);
	});

	test.each([
		['text/plain', '12', '12'],
		['application/json', 'not json', 'not json'],
		['text/plain; charset=latin1', Buffer.from([0xe9]), 'é'],
	])('of type %s gives its text', async (contentType, sent, body) => {
		api.answer = (_request, response) => {
			response.setHeader('content-type', contentType);
			response.end(sent);
		};
		expect((await call({})).items).toMatchObject([{ body }]);
	});

	test('with an error status is an error that repeats nothing of the answer', async () => {
		api.answer = ({ headers }, response) => {
			response.writeHead(401, `echo ${headers['x-key']}`, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ message: headers['x-key'] }));
		};
		const called = await call({ headers: { 'X-Key': '${_datasource.Other}' } });
		expect(called.error).toEqual({
			name: 'NodeApiError',
			message: `${api.url().slice(0, -1)} answered 401 Unauthorized`,
		});
		expect(called.kept).not.toContain('s3cr3t');
	});

	test('with an error status is an item where the builder wants it', async () => {
		api.answer = (_request, response) => response.writeHead(503).end('later');
		const called = await call({ parameters: { options: { ignoreHttpStatusErrors: true } } });
		expect(called.items).toMatchObject([{ statusCode: 503, body: 'later' }]);
	});

	test('that does not come in time is an error without the sent headers', async () => {
		api.answer = () => {};
		const called = await call({
			headers: { 'X-Key': '${_datasource.Other}' },
			parameters: { options: { timeout: 50 } },
		});
		expect(called.error?.message).toMatch(/^There is no answer from .*: it did not answer in time/);
		expect(called.kept).not.toContain('s3cr3t');
	});

	test('that never comes because nobody listens is an error without the sent headers', async () => {
		const gone = await new ExternalApi().listen();
		const url = gone.url();
		await gone.close();
		const called = await call({
			headers: { 'X-Key': '${_datasource.Other}' },
			parameters: { url },
		});
		expect(called.error?.message).toMatch(/^There is no answer from .*: it refused the connection/);
		expect(called.kept).not.toContain('s3cr3t');
	});
});

describe('items', () => {
	test('fail alone when the node continues on fail', async () => {
		const called = await call({
			headers: { 'X-Key': '=${_datasource.Other}-{{ $json.n }}' },
			parameters: { url: `={{ $json.url ?? "${api.url()}" }}` },
			items: [{ n: 1 }, { n: 2, url: 'https://evil.example' }, { n: 3 }],
			node: { onError: 'continueRegularOutput' },
		});
		expect(called.items).toEqual([
			expect.objectContaining({ statusCode: 200 }),
			{ error: 'Secret key "Other" may not be sent to https://evil.example.' },
			expect.objectContaining({ statusCode: 200 }),
		]);
		expect(called.pairedItems).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(api.seen.map(({ headers }) => headers['x-key'])).toEqual([
			'other-s3cr3t-1',
			'other-s3cr3t-3',
		]);
	});

	test('stop the workflow at the first failure otherwise', async () => {
		const called = await call({
			parameters: { url: `={{ $json.url ?? "${api.url()}" }}` },
			items: [{}, { url: 'nonsense' }, {}],
		});
		expect(called.error?.name).toBe('NodeOperationError');
		expect(api.seen).toHaveLength(1);
	});
});

describe('the node', () => {
	test('may be a tool of an AI agent, whose words are data', async () => {
		expect(new ApiRequest().description.usableAsTool).toBe(true);
		const words = "$fromAI('order', 'Which order', 'string', '${_datasource.Other}')";
		const called = await call({
			headers: { 'X-Order': `=no {{ ${words} }}` },
			parameters: {
				options: { referencesIn: ['query'] },
				...query({ name: 'q', value: `={{ ${words} }}` }),
			},
		});
		expect(called.error).toBeUndefined();
		expect(api.seen[0]?.headers).toMatchObject({ 'x-order': 'no ${_datasource.Other}' });
		expect(new URL(api.url(api.seen[0]?.url)).searchParams.get('q')).toBe('${_datasource.Other}');
	});

	test('avoids the parameter names to which n8n adds "Custom API Call"', () => {
		const names = new ApiRequest().description.properties.map(({ name }) => name);
		expect(names).not.toContain('resource');
		expect(names).not.toContain('operation');
	});
});
