import type { Call } from './api-request-call';
import { callApi } from './api-request-call';
import { ExternalApi } from './external-api';

const api = new ExternalApi();
const other = new ExternalApi();
beforeAll(async () => void (await Promise.all([api.listen(), other.listen()])));
afterAll(() => Promise.all([api.close(), other.close()]));
beforeEach(() => {
	api.reset();
	other.reset();
});

function redirectTo(location: string, status = 302): void {
	api.answer = ({ url }, response) => {
		if (url === '/start') response.writeHead(status, { location }).end();
		else response.end(url);
	};
}

const withSecret = { 'X-Key': '${_datasource.Other}', Authorization: '${_datasource.Other}' };
const call = (what: Call = {}) =>
	callApi({
		credential: { allowedDomains: '127.0.0.1, localhost' },
		...what,
		parameters: { url: api.url('/start'), ...what.parameters },
	});

describe('a redirect of a request with a secret', () => {
	test.each([301, 302, 303, 307, 308])(
		'NT-66: by %d within the origin is followed',
		async (status) => {
			redirectTo('/next?a=b#c', status);
			const called = await call({ headers: withSecret });
			expect(called.items).toMatchObject([{ statusCode: 200, body: '/next?a=b' }]);
			expect(api.seen.map(({ url, headers }) => [url, headers['x-key']])).toEqual([
				['/start', 'other-s3cr3t'],
				['/next?a=b', 'other-s3cr3t'],
			]);
		},
	);

	const elsewhere: readonly (readonly [string, () => string])[] = [
		['to another host that is allowed', () => api.url('/x', 'localhost')],
		['to another port', () => other.url('/x')],
		['to another host and port', () => other.url('/x', 'localhost')],
		['to https', () => api.url('/x').replace('http:', 'https:')],
		['to a host that is not allowed', () => 'http://evil.example/x'],
		['with user information', () => api.url('/x').replace('//', '//user:pw@')],
		['without scheme', () => `//localhost:${other.port}/x`],
		['with a trailing dot', () => api.url('/x', 'localhost.')],
		['to another scheme', () => 'file:///etc/passwd'],
	];
	const statuses = [301, 302, 303, 307, 308];
	const cases = elsewhere.flatMap(([what, to]) =>
		statuses.map((status) => [what, status, to] as const),
	);
	test.each(cases)(
		'NT-66: %s by %d is an error, and nobody saw the secret',
		async (_what, status, to) => {
			redirectTo(to(), status);
			const called = await call({ headers: withSecret });
			expect(called.error?.message).toContain('redirect');
			const { protocol, host } = new URL(to(), api.url());
			expect(called.error?.message).toContain(`${protocol}//${host}`);
			expect(api.seen).toHaveLength(1);
			expect(other.seen).toEqual([]);
			expect(called.kept).not.toContain('s3cr3t');
		},
	);

	test('is followed five times and no more', async () => {
		api.answer = ({ url }, response) =>
			response.writeHead(302, { location: `/${Number(url.slice(1)) + 1}` }).end();
		const called = await call({ headers: withSecret, parameters: { url: api.url('/0') } });
		expect(called.error?.message).toMatch(/redirects more than 5 times/);
		expect(api.seen).toHaveLength(6);
	});
});

describe('a redirect of a request without a secret', () => {
	test('goes to another allowed host, without the headers that were meant for the first', async () => {
		redirectTo(other.url('/x', 'localhost'), 307);
		const called = await call({
			headers: { Authorization: 'Basic x', 'X-Key': 'k', Accept: 'text/plain' },
			parameters: { method: 'POST', sendBody: true, jsonBody: '{"a":1}' },
		});
		expect(called.items).toMatchObject([{ statusCode: 200 }]);
		expect(other.seen).toMatchObject([{ method: 'POST', url: '/x', body: '{"a":1}' }]);
		const { headers } = other.seen[0] ?? {};
		expect(headers).toMatchObject({ accept: 'text/plain', 'content-type': 'application/json' });
		expect(headers).not.toHaveProperty('authorization');
		expect(headers).not.toHaveProperty('x-key');
	});

	test('to a host that is not allowed is an error', async () => {
		redirectTo('http://evil.example/x');
		const called = await call();
		expect(called.error?.message).toBe('The redirect may not be sent to http://evil.example.');
	});

	test('by 303 turns a POST into a GET without body', async () => {
		redirectTo('/next', 303);
		await call({ parameters: { method: 'POST', sendBody: true, jsonBody: '{"a":1}' } });
		expect(api.seen[1]).toMatchObject({ method: 'GET', url: '/next', body: '' });
		expect(api.seen[1]?.headers).not.toHaveProperty('content-type');
	});
});
