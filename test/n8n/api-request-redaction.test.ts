import { callApi, type Call } from './api-request-call';
import { ExternalApi, type Seen } from './external-api';

const api = new ExternalApi();
beforeAll(async () => void (await api.listen()));
afterAll(() => api.close());
beforeEach(() => api.reset());

const SECRET = 'other-s3cr3t';
const call = (what: Call = {}) =>
	callApi({
		headers: { 'X-Key': '${_datasource.Other}' },
		...what,
		parameters: { url: api.url('/echo'), ...what.parameters },
	});
const keyOf = ({ headers }: Seen): string => String(headers['x-key']);
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('an API that repeats the secret', () => {
	test('NT-69: leaves it in no header, no JSON name or value, and nothing that n8n keeps', async () => {
		api.answer = (request, response) => {
			const key = keyOf(request);
			response.writeHead(200, {
				'content-type': 'application/json',
				'x-echo': `key=${encodeURIComponent(key)}`,
				'set-cookie': [`a=${key}`, 'b=1'],
				'x-basic': `Basic ${base64(`u:${key}`)}`,
			});
			const unicode = [...key].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
			const hex = Buffer.from(key).toString('hex').toUpperCase();
			response.end(`{"${key}":1,"a":["x ${unicode.join('')} y"],"b":"${hex}"}`);
		};
		const called = await call();
		expect(called.items).toEqual([
			{
				statusCode: 200,
				headers: expect.objectContaining({
					'x-echo': 'key=[secret Other]',
					'set-cookie': ['a=[secret Other]', 'b=1'],
					'x-basic': 'Basic dT[secret Other]',
				}),
				body: { '[secret Other]': 1, a: ['x [secret Other] y'], b: '[secret Other]' },
			},
		]);
		expect(called.kept).not.toContain(SECRET);
		expect(called.kept).not.toContain(base64(SECRET).slice(0, -2));
	});

	test('NT-69: in pieces, as text, leaves it nowhere either', async () => {
		api.answer = (request, response) => {
			response.write(`you sent ${keyOf(request).slice(0, 5)}`);
			setTimeout(() => response.end(`${keyOf(request).slice(5)}!`), 20);
		};
		const called = await call();
		expect(called.items).toMatchObject([{ body: 'you sent [secret Other]!' }]);
		expect(called.kept).not.toContain(SECRET);
	});

	test('NT-69: in the host to which it redirects, leaves it in no error', async () => {
		api.answer = (request, response) =>
			response.writeHead(302, { location: `https://${keyOf(request)}.evil.example/` }).end();
		const called = await call();
		expect(called.error?.message).toMatch(
			/redirects to https:\/\/\[secret Other\]\.evil\.example:/,
		);
		expect(called.kept).not.toContain(SECRET);
	});

	test('with an error status leaves it in no error, and in no item', async () => {
		api.answer = (request, response) => response.writeHead(401, keyOf(request)).end(keyOf(request));
		expect((await call()).kept).not.toContain(SECRET);
		const called = await call({ parameters: { options: { ignoreHttpStatusErrors: true } } });
		expect(called.items).toMatchObject([{ statusCode: 401, body: '[secret Other]' }]);
		expect(called.kept).not.toContain(SECRET);
	});

	test('keeps it where the builder switched redaction off', async () => {
		api.answer = (request, response) => response.end(keyOf(request));
		const called = await call({ parameters: { options: { redactSecrets: false } } });
		expect(called.items).toMatchObject([{ body: SECRET }]);
	});

	test('leaves a secret alone that was not sent', async () => {
		api.answer = (_request, response) => response.end('named-s3cr3t');
		expect((await call()).items).toMatchObject([{ body: 'named-s3cr3t' }]);
	});
});

describe('an answer of more than 16 MiB', () => {
	const long = Buffer.alloc(16 * 1024 * 1024 + 1, 'x');
	beforeEach(() => (api.answer = (_request, response) => response.end(long)));

	test('to a request with a secret is an error, because it cannot be searched', async () => {
		const called = await call();
		expect(called.items).toEqual([]);
		expect(called.error?.message).toBe(
			`${api.url().slice(0, -1)} answered with more than 16 MiB, which is too long to be searched for secrets.`,
		);
		expect(called.description).toContain('Redact Secrets');
	});

	test('is an item without a secret, or where redaction is off', async () => {
		expect((await call({ headers: {} })).error).toBeUndefined();
		const off = await call({ parameters: { options: { redactSecrets: false } } });
		expect(off.error).toBeUndefined();
	});
});
