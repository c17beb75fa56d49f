import type { INodeParameters } from 'n8n-workflow';
import { type Call, callApi } from './api-request-call';
import { ExternalApi } from './external-api';

const api = new ExternalApi();
beforeAll(async () => void (await api.listen()));
afterAll(() => api.close());
beforeEach(() => api.reset());

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x00]);

const call = (response: INodeParameters, what: Call = {}) =>
	callApi({
		...what,
		parameters: {
			url: api.url('/files/a.png?x=1'),
			...what.parameters,
			options: { response: { response } },
		},
	});

const answerWith = (contentType: string, body: string | Buffer, headers = {}) => {
	api.answer = (_request, response) => {
		response.writeHead(200, { ...(contentType && { 'content-type': contentType }), ...headers });
		response.end(body);
	};
};

describe('a body given alone', () => {
	const bodies: readonly (readonly [string, string, string, readonly object[]])[] = [
		['an object', 'application/json', '{"a":1}', [{ a: 1 }]],
		['a list', 'application/json', '[{"a":1},2,null]', [{ a: 1 }, { data: 2 }, { data: null }]],
		['an empty list', 'application/json', '[]', []],
		['a text', 'text/html', '<p>', [{ data: '<p>' }]],
		['nothing', '', '', [{ data: '' }]],
	];
	test.each(bodies)('that is %s makes its items', async (_what, contentType, body, items) => {
		answerWith(contentType, body);
		const called = await call({ fullResponse: false });
		expect(called.items).toEqual(items);
		expect(called.pairedItems).toEqual(items.map(() => ({ item: 0 })));
	});

	test('goes into the member of that name', async () => {
		answerWith('text/plain', 'x');
		const called = await call({ fullResponse: false, outputPropertyName: 'page' });
		expect(called.items).toEqual([{ page: 'x' }]);
	});
});

describe('a file', () => {
	const file = { data: PNG.toString('base64'), mimeType: 'image/png' };

	test('is found by its type, and named by the URL', async () => {
		answerWith('image/png; x=y', PNG);
		const called = await call({});
		expect(called.items).toEqual([{ statusCode: 200, headers: expect.any(Object) }]);
		expect(called.files).toEqual([
			{ data: expect.objectContaining({ ...file, fileName: 'a.png' }) },
		]);
	});

	test('is named by Content-Disposition, and may be any type', async () => {
		answerWith('text/plain', 'ä', {
			'content-disposition': 'attachment; filename="../b c.txt"',
		});
		const called = await call({
			responseFormat: 'file',
			outputPropertyName: 'download',
			fullResponse: false,
		});
		expect(called.items).toEqual([{}]);
		expect(called.files).toEqual([
			{
				download: expect.objectContaining({
					data: Buffer.from('ä').toString('base64'),
					mimeType: 'text/plain',
					fileName: 'b c.txt',
				}),
			},
		]);
	});

	test('NT-69: holds no secret, and neither does its name', async () => {
		api.answer = ({ headers }, response) => {
			const key = String(headers['x-key']);
			response.writeHead(200, {
				'content-type': 'application/octet-stream',
				'content-disposition': `attachment; filename="${key}.bin"`,
			});
			response.end(Buffer.concat([PNG, Buffer.from(key), PNG]));
		};
		const called = await call({}, { headers: { 'X-Key': '${_datasource.Other}' } });
		const [files] = called.files;
		const bytes = Buffer.concat([PNG, Buffer.from('[secret Other]'), PNG]);
		expect(files).toMatchObject({
			data: { data: bytes.toString('base64'), fileName: '[secret Other].bin' },
		});
		expect(called.kept).not.toContain('other-s3cr3t');
		expect(called.kept).not.toContain(Buffer.from('other-s3cr3t').toString('base64').slice(0, -2));
	});
});

describe('a format that the builder chose', () => {
	test('reads JSON that is labelled as text', async () => {
		answerWith('text/plain', '{"a":1}');
		expect((await call({ responseFormat: 'json' })).items).toMatchObject([{ body: { a: 1 } }]);
	});

	test('leaves JSON a text', async () => {
		answerWith('application/json', '{"a":1}');
		expect((await call({ responseFormat: 'text' })).items).toMatchObject([{ body: '{"a":1}' }]);
	});

	test('makes an answer that is no JSON an error', async () => {
		answerWith('application/json', 'secret words');
		const called = await call({ responseFormat: 'json' });
		expect(called.error?.message).toBe(`The answer of ${api.url().slice(0, -1)} is not JSON.`);
		expect(called.kept).not.toContain('secret words');
	});
});
