import type { IBinaryKeyData, INodeParameters } from 'n8n-workflow';
import { type Call, callApi, SECRET } from './api-request-call';
import { ExternalApi } from './external-api';

const api = new ExternalApi();
beforeAll(async () => void (await api.listen()));
afterAll(() => api.close());
beforeEach(() => api.reset());

const post = (body: INodeParameters, what: Call = {}) =>
	callApi({
		...what,
		parameters: {
			url: api.url('/orders'),
			method: 'POST',
			sendBody: true,
			...body,
			...what.parameters,
		},
	});
const fields = (...parameters: INodeParameters[]): INodeParameters => ({
	bodyParameters: { parameters },
});
const file = (bytes: Uint8Array, mimeType: string, fileName?: string): IBinaryKeyData => ({
	photo: {
		data: Buffer.from(bytes).toString('base64'),
		mimeType,
		...(fileName !== undefined && { fileName }),
	},
});
const BYTES = Uint8Array.from({ length: 256 }, (_, code) => code);

describe('a body', () => {
	test('of JSON fields keeps the types that expressions give', async () => {
		await post({
			specifyBody: 'keypair',
			...fields(
				{ name: 'a', value: 'text' },
				{ name: 'b', value: '={{ 5 }}' },
				{ name: '=c{{ 1 }}', value: '={{ {d: [true]} }}' },
				{ name: '', value: 'nothing' },
			),
		});
		expect(JSON.parse(api.seen[0]?.body ?? '')).toEqual({ a: 'text', b: 5, c1: { d: [true] } });
		expect(api.seen[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
	});

	test('of form fields is URL-encoded, in order, names twice included', async () => {
		await post({
			contentType: 'form-urlencoded',
			...fields(
				{ name: 'a b', value: 'ä&=' },
				{ name: 'x', value: '1' },
				{ name: 'x', value: '2' },
			),
		});
		expect(api.seen[0]).toMatchObject({
			body: 'a+b=%C3%A4%26%3D&x=1&x=2',
			headers: expect.objectContaining({ 'content-type': 'application/x-www-form-urlencoded' }),
		});
	});

	test('of a multipart form has fields and files, which a strict parser reads back', async () => {
		await post(
			{
				contentType: 'multipart-form-data',
				...fields(
					{ parameterType: 'formData', name: 'na"me\r\nX: y', value: '={{ "ä\\r\\n--" }}' },
					{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'photo' },
				),
			},
			{ binary: file(BYTES, 'image/png', 'a "b".png') },
		);
		const { headers, body, bytes } = api.seen[0] ?? {};
		expect(body).not.toContain('\r\nX: y');
		const read = await new Response(Buffer.from(bytes ?? []), {
			headers: { 'content-type': headers?.['content-type'] ?? '' },
		}).formData();
		const [[name, text] = [], [, sent] = []] = [...read];
		expect([name, text]).toEqual(['na"me\r\nX: y', 'ä\r\n--']);
		expect(sent).toMatchObject({ name: 'a "b".png', type: 'image/png' });
		expect(new Uint8Array(await (sent as File).arrayBuffer())).toEqual(BYTES);
	});

	test('of raw text has the type that was entered, or is plain text', async () => {
		await post({ contentType: 'raw', rawContentType: 'text/xml', body: '=<a>{{ 1 }}</a>' });
		await post({ contentType: 'raw', body: 'x' });
		expect(api.seen.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
			['<a>1</a>', 'text/xml'],
			['x', 'text/plain'],
		]);
	});

	test("of a file has the file's bytes and type", async () => {
		const binary = file(BYTES, 'image/png');
		await post({ contentType: 'binaryData', inputDataFieldName: 'photo' }, { binary });
		expect(new Uint8Array(api.seen[0]?.bytes ?? [])).toEqual(BYTES);
		expect(api.seen[0]?.headers).toMatchObject({
			'content-type': 'image/png',
			'content-length': '256',
		});
	});

	const wrong: readonly (readonly [string, INodeParameters, Call, RegExp])[] = [
		[
			'a file that the item does not have',
			{ contentType: 'binaryData', inputDataFieldName: 'nope' },
			{ binary: file(BYTES, 'image/png') },
			/no binary field 'nope'/,
		],
		[
			'a reference that the option does not allow',
			{ contentType: 'form-urlencoded', ...fields({ name: 'a', value: '${_datasource.Other}' }) },
			{},
			/"Other" stands in the body/,
		],
		[
			'a multipart form with a type of its own',
			{ contentType: 'multipart-form-data', ...fields({ name: 'a', value: 'b' }) },
			{ headers: { 'content-type': 'multipart/form-data' } },
			/"Content-Type" cannot be set for a multipart form/,
		],
	];
	test.each(wrong)('with %s is not sent', async (_what, body, what, message) => {
		const called = await post(body, what);
		expect(called.error?.message).toMatch(message);
		expect(api.seen).toEqual([]);
	});
});

describe('a content type that comes with the data', () => {
	const evil = 'text/${_datasource.Other}';
	const types: readonly (readonly [string, INodeParameters])[] = [
		['by an expression', { contentType: 'raw', rawContentType: '={{ $json.type }}', body: 'x' }],
		['with a file', { contentType: 'binaryData', inputDataFieldName: 'photo' }],
	];
	test.each(types)('NT-62: %s is no place for a reference', async (_how, body) => {
		const called = await post(body, { items: [{ type: evil }], binary: file(BYTES, evil) });
		expect(called.error).toBeUndefined();
		expect(api.seen[0]?.headers['content-type']).toBe(evil);
	});

	test.each(types)('NT-68: %s adds no header', async (_how, body) => {
		const type = 'text/plain\r\nX-Evil: 1';
		const called = await post(body, { items: [{ type }], binary: file(BYTES, type) });
		expect(called.error?.message).toMatch(/^The content type has a character/);
		expect(api.seen).toEqual([]);
	});
});

describe('a reference in query or body, where the option allows it', () => {
	const REF = '${_datasource.MyAPIKey}';
	const options: INodeParameters = { options: { referencesIn: ['query', 'body'] } };
	const evil = '${_datasource.Other} ${_crm.X}';

	test('is resolved in the query, and data beside it is not', async () => {
		const called = await post(
			{
				...options,
				sendQuery: true,
				queryParameters: {
					parameters: [
						{ name: 'key', value: REF },
						{ name: 'q', value: '={{ $json.evil }}$${_datasource.X} $<_datasource.Other>' },
					],
				},
			},
			{ items: [{ evil }] },
		);
		expect(called.error).toBeUndefined();
		expect([...new URL(api.url(api.seen[0]?.url)).searchParams]).toEqual([
			['key', SECRET],
			['q', `${evil}\${_datasource.X} other-s3cr3t`],
		]);
		expect(called.kept).not.toContain('s3cr3t');
	});

	const bodies: readonly (readonly [string, INodeParameters, (body: string) => unknown])[] = [
		[
			'JSON',
			{ jsonBody: `={"key":"${REF}","q":{{ JSON.stringify($json.evil) }}}` },
			(body) => JSON.parse(body),
		],
		['stored JSON', { jsonBody: `{"key":"${REF}","q":"$${evil.slice(0, 20)}"}` }, () => 'stored'],
		[
			'JSON fields',
			{
				specifyBody: 'keypair',
				...fields({ name: 'key', value: REF }, { name: 'q', value: '={{ $json.evil }}' }),
			},
			(body) => JSON.parse(body),
		],
		[
			'a form',
			{
				contentType: 'form-urlencoded',
				...fields({ name: 'key', value: REF }, { name: 'q', value: '={{ $json.evil }}' }),
			},
			(body) => Object.fromEntries(new URLSearchParams(body)),
		],
	];
	test.each(bodies)('is resolved in %s and written as it needs', async (_what, body, read) => {
		const called = await post({ ...options, ...body }, { items: [{ evil }] });
		expect(called.error).toBeUndefined();
		const sent = api.seen[0]?.body ?? '';
		const outcome = read(sent);
		if (outcome === 'stored') {
			expect(JSON.parse(sent)).toEqual({ key: SECRET, q: evil.slice(0, 20) });
		} else expect(outcome).toEqual({ key: SECRET, q: evil });
		expect(called.kept).not.toContain('s3cr3t');
	});

	test('is resolved in raw text and in a field of a multipart form', async () => {
		await post({ ...options, contentType: 'raw', body: `<a>${REF}</a>` });
		await post({
			...options,
			contentType: 'multipart-form-data',
			...fields({ name: 'a', value: REF }),
		});
		expect(api.seen[0]?.body).toBe(`<a>${SECRET}</a>`);
		expect(api.seen[1]?.body).toContain(`name="a"\r\n\r\n${SECRET}\r\n--`);
	});

	test('keeps the request within its origin, and is redacted', async () => {
		api.answer = ({ body }, response) => response.end(`{"echo":${JSON.stringify(body)}}`);
		const called = await post({ ...options, contentType: 'raw', body: REF });
		expect(called.items).toMatchObject([{ body: '{"echo":"[secret MyAPIKey]"}' }]);
		api.answer = (_request, response) =>
			response.writeHead(307, { location: api.url('/', 'localhost') }).end();
		const moved = await post({ ...options, contentType: 'raw', body: REF });
		expect(moved.error?.message).toContain('secret key "MyAPIKey" is not sent there');
	});

	const refused: readonly (readonly [string, INodeParameters, Call, string])[] = [
		['NT-64: in the URL', { url: `http://127.0.0.1:1/${REF}` }, {}, 'stands in the URL'],
		['unknown', { contentType: 'raw', body: '${_datasource.Nope}' }, {}, '"Nope" does not exist'],
		[
			'disabled',
			{ contentType: 'raw', body: REF },
			{ credential: { disabledKeys: 'MyAPIKey' } },
			'"MyAPIKey" is disabled',
		],
		['foreign', { contentType: 'raw', body: '${_crm.X}' }, {}, 'The body has a reference'],
		[
			'where the credential lists headers',
			{ contentType: 'raw', body: REF },
			{ credential: { referenceHeaders: 'Authorization' } },
			'"MyAPIKey" may not be used in the body',
		],
		[
			'in the name of a field',
			{ contentType: 'form-urlencoded', ...fields({ name: REF }) },
			{},
			'body',
		],
		['bare in JSON', { jsonBody: `{"a":${REF}}` }, {}, 'JSON Body is not valid JSON'],
	];
	test.each(refused)('that is %s stops the call', async (_what, body, what, words) => {
		const called = await post({ ...options, ...body }, what);
		expect(called.error?.message).toContain(words);
		expect(api.seen).toEqual([]);
		expect(called.kept).not.toContain('s3cr3t');
	});
});
