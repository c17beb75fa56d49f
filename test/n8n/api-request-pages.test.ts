import type { INodeParameters } from 'n8n-workflow';
import { type Call, callApi } from './api-request-call';
import { ExternalApi } from './external-api';

const api = new ExternalApi();
const other = new ExternalApi();
beforeAll(async () => void (await Promise.all([api.listen(), other.listen()])));
afterAll(() => Promise.all([api.close(), other.close()]));
beforeEach(() => {
	api.reset();
	other.reset();
});

const withSecret = { 'X-Key': '${_datasource.Other}' };
const call = (pagination: INodeParameters, what: Call = {}) =>
	callApi({
		credential: { allowedDomains: '127.0.0.1, localhost' },
		headers: withSecret,
		...what,
		parameters: {
			url: api.url('/list?size=2'),
			...what.parameters,
			options: {
				pagination: { pagination },
				response: { response: { fullResponse: false } },
				...(what.parameters?.['options'] as INodeParameters | undefined),
			},
		},
	});

/** Answers with three pages of a list; `more` says how a page names the one behind it. */
function threePages(more: (page: number) => { link?: string; body?: object }): void {
	api.answer = ({ url }, response) => {
		const page = Number(new URL(url, 'http://x').searchParams.get('page') ?? 1);
		const { link, body } = page < 3 ? more(page + 1) : {};
		if (link !== undefined) response.setHeader('link', link);
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(page > 3 ? { rows: [] } : { rows: [page], ...body }));
	};
}

const rowsOf = (items: readonly unknown[]) => items.map((item) => (item as { rows: unknown }).rows);

describe('an answer in pages', () => {
	const modes: readonly (readonly [string, INodeParameters, () => void, readonly string[]])[] = [
		[
			'a link header',
			{ paginationMode: 'linkHeader' },
			() => threePages((page) => ({ link: `</list?page=${page}>; rel="next"` })),
			['/list?size=2', '/list?page=2', '/list?page=3'],
		],
		[
			'a URL in the body',
			{ paginationMode: 'nextUrl', nextPath: 'links.next' },
			() => threePages((page) => ({ body: { links: { next: api.url(`/list?page=${page}`) } } })),
			['/list?size=2', '/list?page=2', '/list?page=3'],
		],
		[
			'a cursor',
			{ paginationMode: 'cursor', nextPath: 'cursor', parameter: 'page' },
			() => threePages((page) => ({ body: { cursor: page } })),
			['/list?size=2', '/list?size=2&page=2', '/list?size=2&page=3'],
		],
		[
			'a counter',
			{ paginationMode: 'counter', completePath: 'rows' },
			() => threePages(() => ({})),
			['1', '2', '3', '4'].map((page) => `/list?size=2&page=${page}`),
		],
	];
	test.each(modes)('by %s is fetched whole, the secret in each request', async (...mode) => {
		const [, pagination, answer, urls] = mode;
		answer();
		const called = await call(pagination);
		expect(called.error).toBeUndefined();
		expect(rowsOf(called.items).slice(0, 3)).toEqual([[1], [2], [3]]);
		expect(called.pairedItems).toEqual(called.items.map(() => ({ item: 0 })));
		expect(api.seen.map(({ url }) => url)).toEqual(urls);
		expect(new Set(api.seen.map(({ headers }) => headers['x-key']))).toEqual(
			new Set(['other-s3cr3t']),
		);
		expect(called.kept).not.toContain('s3cr3t');
	});

	test('keeps query parameters of the builder, with their secrets', async () => {
		threePages((page) => ({ link: `</list?page=${page}>; rel="next"` }));
		await call(
			{ paginationMode: 'linkHeader', maxPages: 2 },
			{
				parameters: {
					sendQuery: true,
					queryParameters: {
						parameters: [
							{ name: 'key', value: '${_datasource.Other}' },
							{ name: 'page', value: '1' },
						],
					},
					options: { referencesIn: ['query'] },
				},
			},
		);
		expect(api.seen[1]?.url).toBe('/list?page=2&key=other-s3cr3t');
	});

	test('ends at the maximum, with a hint that there is more', async () => {
		threePages((page) => ({ link: `</list?page=${page}>; rel="next"` }));
		const called = await call({ maxPages: 2 });
		expect(rowsOf(called.items)).toEqual([[1], [2]]);
		expect(called.kept).toContain('Stopped after 2 pages');
	});

	test('ends by a member, and by a status that is no page', async () => {
		threePages(() => ({ body: { more: true } }));
		const counter = { paginationMode: 'counter' };
		const byMember = await call({
			...counter,
			completeWhen: 'falseMember',
			completePath: 'more',
		});
		expect(rowsOf(byMember.items)).toEqual([[1], [2], [3]]);
		api.reset();
		api.answer = ({ url }, response) => response.writeHead(/page=3/.test(url) ? 404 : 200).end('x');
		const byStatus = await call({ ...counter, completeWhen: 'status', statusCodes: '404, 410' });
		expect(byStatus.items).toEqual([{ data: 'x' }, { data: 'x' }]);
	});

	const wrong: readonly (readonly [string, () => string, string])[] = [
		['goes in a circle', () => '/list?size=2', 'names a page as the next one that was there'],
		['is no URL', () => 'http://', 'names a next page that is no URL'],
		['is at another origin', () => other.url('/list'), 'secret key "Other" is not sent there'],
		[
			'is at another host that is allowed',
			() => api.url('/list', 'localhost'),
			'has its next page at http://localhost:',
		],
		['is at a host that is not allowed', () => 'https://evil.example/', 'https://evil.example'],
		['has user information', () => api.url('/').replace('//', '//u:p@'), 'user name or password'],
	];
	test.each(wrong)('NT-66: whose next page %s is an error', async (_what, target, words) => {
		api.answer = (_request, response) =>
			response.writeHead(200, { link: `<${target()}>; rel="next"` }).end('{}');
		const called = await call({ paginationMode: 'linkHeader' });
		expect(called.error?.message).toContain(words);
		expect(called.items).toEqual([]);
		expect(api.seen).toHaveLength(1);
		expect(other.seen).toEqual([]);
		expect(called.kept).not.toContain('s3cr3t');
	});

	test('without a secret goes on at another allowed host, without other headers', async () => {
		api.answer = (_request, response) =>
			response.writeHead(200, { link: `<${other.url('/', 'localhost')}>; rel="next"` }).end('a');
		const called = await call({ paginationMode: 'linkHeader' }, { headers: { 'X-Key': 'k' } });
		expect(called.items).toEqual([{ data: 'a' }, { data: '' }]);
		expect(other.seen[0]?.headers).not.toHaveProperty('x-key');
	});
});
