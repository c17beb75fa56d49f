import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import { type Call, callApi } from './api-request-call';
import { ExternalApi } from './external-api';

const api = new ExternalApi();
beforeAll(async () => void (await api.listen()));
afterAll(() => api.close());
beforeEach(() => api.reset());

const withSecret = { 'X-Key': '${_datasource.Other}' };
const call = (options: INodeParameters, what: Call = {}) =>
	callApi({ ...what, parameters: { url: api.url('/orders'), ...what.parameters, options } });
const retry = (fields: INodeParameters = {}): INodeParameters => ({
	retry: { retry: { firstWait: 1, longestWait: 3000, ...fields } },
});

/** Answers with these statuses, one after the other, and then with 200. */
function answerWith(...statuses: readonly (readonly [number, Record<string, string>?])[]): void {
	api.answer = (_request, response) => {
		const [status = 200, headers = {}] = statuses[api.seen.length - 1] ?? [];
		response.writeHead(status, headers).end('done');
	};
}

describe('a request that fails in passing', () => {
	test('is repeated until it succeeds, with the secret each time', async () => {
		answerWith([503], [429]);
		const called = await call(retry(), { headers: withSecret });
		expect(called.items).toMatchObject([{ statusCode: 200, body: 'done' }]);
		expect(api.seen.map(({ headers }) => headers['x-key'])).toEqual(Array(3).fill('other-s3cr3t'));
	});

	test('is not repeated without the option, nor more often than it says', async () => {
		answerWith([503], [503], [503], [503]);
		expect((await call({})).error?.message).toMatch(/answered 503/);
		expect(api.seen).toHaveLength(1);
		expect((await call(retry({ maxTries: 2 }))).error?.message).toMatch(/answered 503/);
		expect(api.seen).toHaveLength(3);
	});

	test('waits as long as Retry-After says, in seconds or until a date', async () => {
		answerWith([429, { 'retry-after': '1' }]);
		const started = Date.now();
		await call(retry());
		expect(Date.now() - started).toBeGreaterThanOrEqual(990);

		api.reset();
		// A date has whole seconds: two from now is more than one away.
		const date = new Date(Date.now() + 2000).toUTCString();
		answerWith([503, { 'retry-after': date }]);
		await call(retry());
		expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(date));
		expect(api.seen).toHaveLength(2);
	});

	test('is given up where Retry-After is longer than the longest wait', async () => {
		answerWith([429, { 'retry-after': '4' }]);
		expect((await call(retry())).error?.message).toMatch(/answered 429/);
		expect(api.seen).toHaveLength(1);
	});

	test('by POST is repeated only when nothing was done yet, or where that is wanted', async () => {
		const post = { parameters: { method: 'POST', sendBody: true, jsonBody: '{"a":1}' } };
		answerWith([500]);
		expect((await call(retry(), post)).error?.message).toMatch(/answered 500/);
		expect((await call(retry({ repeatUnsafe: true }), post)).error).toBeUndefined();
		api.reset();
		answerWith([500]);
		expect((await call(retry({ repeatUnsafe: true }), post)).error).toBeUndefined();
		expect(api.seen.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
	});

	test('by a broken connection is repeated', async () => {
		api.answer = (_request, response) => {
			if (api.seen.length === 1) response.destroy();
			else response.end('done');
		};
		expect((await call(retry())).items).toMatchObject([{ body: 'done' }]);
	});

	test('for good is not repeated', async () => {
		answerWith([404]);
		expect((await call(retry())).error?.message).toMatch(/answered 404/);
		expect(api.seen).toHaveLength(1);
	});
});

describe('items in batches', () => {
	test('are sent at once within a batch, and a bad one fails alone', async () => {
		let open = 0;
		let most = 0;
		/** The first waits for the second, however late that comes, and both for any that should not. */
		const othersOf = async (url: string): Promise<void> => {
			const until = Date.now() + 10_000;
			while (url !== '/2' && most < 2 && Date.now() < until) await sleep(10);
			await sleep(50);
		};
		api.answer = ({ url }, response) => {
			most = Math.max(most, (open += 1));
			void othersOf(url).then(() => {
				open -= 1;
				response.end();
			});
		};
		const started = Date.now();
		const called = await call(
			{ batching: { batch: { batchSize: 2, batchInterval: 200 } } },
			{
				items: [{ n: 0 }, { n: 1 }, { n: 2 }, { n: 3, url: 'https://evil.example' }],
				parameters: { url: `={{ $json.url ?? "${api.url('/')}" + $json.n }}` },
				node: { onError: 'continueRegularOutput' },
			},
		);
		expect(most).toBe(2);
		expect(Date.now() - started).toBeGreaterThanOrEqual(190);
		expect(called.pairedItems).toEqual([0, 1, 2, 3].map((item) => ({ item })));
		expect(called.items.map((item) => item['statusCode'] ?? item['error'])).toEqual([
			200,
			200,
			200,
			'The request may not be sent to https://evil.example.',
		]);
	});
});

describe('an error in an option', () => {
	const error = "={{ $json.n === 0 ? $('Nobody').item.json.x : 50 }}";
	const items = [{ n: 0 }, { n: 1 }];

	test.each([
		['another option', { timeout: error }],
		['the batching itself', { batching: { batch: { batchSize: error } } }],
	])('is that of its item alone: %s', async (_where, options) => {
		const node = { onError: 'continueRegularOutput' } as const;
		const called = await call(options, { items, node });
		expect(called.error).toBeUndefined();
		expect(called.items).toMatchObject([
			{ error: expect.any(String) as string },
			{ statusCode: 200 },
		]);
		expect(called.pairedItems).toEqual([{ item: 0 }, { item: 1 }]);
	});

	test('stops the workflow where On Error says nothing else', async () => {
		expect((await call({ timeout: error }, { items })).error?.name).toBe('NodeOperationError');
		expect(api.seen).toEqual([]);
	});
});

describe('a proxy', () => {
	const asked: string[] = [];
	const logIns: (string | undefined)[] = [];
	const proxy = createServer(({ url = '', headers }, response) => {
		asked.push(url);
		logIns.push(headers['proxy-authorization']);
		response.end('from the proxy');
	});
	beforeAll(() => new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve)));
	afterAll(() => new Promise((resolve) => proxy.close(resolve)));
	beforeEach(() => {
		asked.length = 0;
		logIns.length = 0;
	});
	const through = () => ({ proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });

	test('is asked in place of the API', async () => {
		const called = await call(through());
		expect(called.items).toMatchObject([{ body: 'from the proxy' }]);
		expect(asked).toEqual([api.url('/orders')]);
	});

	test('never sees a secret: without TLS the request is refused', async () => {
		const called = await call(through(), { headers: withSecret });
		expect(called.error?.message).toBe(
			'Secret key "Other" may not be sent through a proxy without TLS.',
		);
		expect([...asked, ...api.seen]).toEqual([]);
	});

	test('gets user name and password as they were escaped', async () => {
		const url = through().proxy.replace('//', '//m%40e:50%25@');
		expect((await call({ proxy: url })).error).toBeUndefined();
		expect(logIns).toEqual([`Basic ${Buffer.from('m@e:50%').toString('base64')}`]);
	});

	test.each(['us%er:p4ssword', 'user:p4ssword%', 'user:p4ssword%ff'])(
		'with %s as user name and password is refused',
		async (user) => {
			const called = await call({ proxy: `http://${user}@127.0.0.1:1` });
			expect([called.error?.message, called.description]).toEqual([
				'User name or password in the option Proxy cannot be read.',
				'Write %25 for a percent sign in them.',
			]);
		},
	);

	test.each(['proxy.example.com', 'socks5://127.0.0.1:1', 'http://'])(
		'that is %j is refused',
		async (url) => {
			expect((await call({ proxy: url })).error?.message).toBe('Proxy is not the URL of a proxy.');
		},
	);
});

test('a redirect is the answer where redirects are not followed', async () => {
	answerWith([302, { location: 'https://evil.example/' }]);
	const called = await call({ followRedirects: false }, { headers: withSecret });
	expect(called.items).toMatchObject([
		{ statusCode: 302, headers: { location: 'https://evil.example/' } },
	]);
});
