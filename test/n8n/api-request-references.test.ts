import type { INodeParameters } from 'n8n-workflow';
import { type Call, callApi, SECRET } from './api-request-call';
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

describe('a secret key', () => {
	test('PF-22, PF-30: arrives byte for byte in both forms, and nowhere else', async () => {
		const called = await call({
			headers: {
				Authorization: 'Bearer ${_datasource.MyAPIKey}',
				'X-Key': '$<_datasource.MyAPIKey>',
				'X-Named': '<${_datasource."Any name"}>',
			},
		});
		expect(called.error).toBeUndefined();
		expect(api.seen).toHaveLength(1);
		expect(api.seen[0]?.headers).toMatchObject({
			authorization: `Bearer ${SECRET}`,
			'x-key': SECRET,
			'x-named': '<named-s3cr3t>',
		});
		expect(called.items).toMatchObject([{ statusCode: 200, body: '' }]);
		expect(called.kept).not.toContain('s3cr3t');
	});

	test('PF-22: is sent by any name, also one that no header could carry', async () => {
		const secrets = JSON.stringify({ 'Ключ → 東京': 'named-s3cr3t' });
		const value = '${_datasource."Ключ → 東京"}';
		const headers = { 'X-A': `é ${value}`, 'X-B': `=${value}{{ "!" }}` };
		const called = await call({ headers, credential: { secrets } });
		expect(called.error).toBeUndefined();
		expect(api.seen[0]?.headers).toMatchObject({ 'x-a': 'é named-s3cr3t', 'x-b': 'named-s3cr3t!' });
		const refused = await call({ headers: { 'X-A': `→ ${value}` }, credential: { secrets } });
		expect(refused.error?.message).toBe('Header "X-A" has a character that a header cannot carry.');
		expect(api.seen).toHaveLength(1);
	});

	test('PF-29: a secret that looks like a reference or an expression is not read again', async () => {
		await call({ headers: { 'X-Key': '=${_datasource.MyAPIKey}{{ "" }}' } });
		expect(api.seen[0]?.headers['x-key']).toBe(SECRET);
	});

	test('PF-30: an escaped reference is sent literally', async () => {
		await call({
			headers: {
				'X-A': '$${_datasource.MyAPIKey}',
				'X-B': '=$$<_datasource.MyAPIKey>{{ "!" }}',
				'X-C': '$$${_datasource.Other}',
				'X-D': '${foo} $5',
			},
		});
		expect(api.seen[0]?.headers).toMatchObject({
			'x-a': '${_datasource.MyAPIKey}',
			'x-b': '$<_datasource.MyAPIKey>!',
			'x-c': '$other-s3cr3t',
			'x-d': '${foo} $5',
		});
	});

	const REF = '${_datasource.MyAPIKey}';
	const hopeless: readonly (readonly [string, Call, string])[] = [
		['PF-26: unknown', { headers: { A: '${_datasource.Nope}' } }, '"Nope" does not exist'],
		[
			'PF-25: disabled',
			{ headers: { A: REF }, credential: { disabledKeys: 'MyAPIKey' } },
			'"MyAPIKey" is disabled',
		],
		[
			'PF-26: empty',
			{ headers: { A: REF }, credential: { secrets: '{"MyAPIKey":""}' } },
			'"MyAPIKey" is empty',
		],
		[
			'PF-26: lost to ***',
			{ headers: { A: REF }, credential: { secrets: '{"MyAPIKey":"***"}' } },
			'"MyAPIKey" holds only the placeholder',
		],
		[
			'in broken JSON',
			{ headers: { A: REF }, credential: { secrets: '{"MyAPIKey":"s3cr3t' } },
			'Secrets is not valid JSON',
		],
		[
			'not for this host',
			{ headers: { A: REF }, credential: { allowedDomains: 'api.example.com' } },
			'"MyAPIKey" may not be sent to http://127.0.0.1:',
		],
		[
			'not for this port',
			{ headers: { A: REF }, credential: { allowedPorts: '443' } },
			'"MyAPIKey" may not be sent to this port: http://127.0.0.1:',
		],
		[
			'without allowed domains',
			{ headers: { A: REF }, credential: { allowedDomains: '' } },
			'Allowed Domains is empty',
		],
		['PF-27: foreign', { headers: { A: '${_crm.MyAPIKey}' } }, '${_crm.MyAPIKey'],
		['foreign in an expression', { headers: { A: '=${_crm.K} {{ 1 }}' } }, '${_crm.K'],
		['unterminated', { headers: { A: '${_datasource.MyAPIKey' } }, 'cannot be read'],
		[
			'split by an expression',
			{ headers: { A: '=${_datasource.{{ "MyAPIKey" }}}' } },
			'cannot be read',
		],
		[
			'PF-28, NT-64: in Host',
			{ headers: { Host: REF } },
			'"MyAPIKey" cannot be used in header "Host"',
		],
		[
			'NT-64: in a header name',
			{ headers: { [REF]: 'x' } },
			'"MyAPIKey" stands in the name of a header',
		],
		[
			'in a header that is not listed',
			{ headers: { A: REF }, credential: { referenceHeaders: 'Authorization' } },
			'"MyAPIKey" may not be used in header "A"',
		],
		[
			'PF-28, NT-64: in the URL',
			{ parameters: { url: `http://127.0.0.1:1/${REF}` } },
			'stands in the URL',
		],
		[
			'PF-28, NT-64: in the query',
			{ parameters: query({ name: 'a', value: `=x${REF}{{ 1 }}` }) },
			'stands in the query',
		],
		[
			'PF-28, NT-64: in the body',
			{ parameters: { method: 'POST', sendBody: true, jsonBody: `{"a":"${REF}"}` } },
			'stands in the body',
		],
	];
	test.each(hopeless)(
		'that is %s stops the call before anything is sent',
		async (_what, what, words) => {
			const called = await call(what);
			expect(called.error).toMatchObject({ name: 'NodeOperationError' });
			expect(called.error?.message).toContain(words);
			expect(called.description).toEqual(expect.any(String));
			expect(api.seen).toEqual([]);
			expect(called.kept).not.toContain('s3cr3t');
		},
	);
});

test('PF-26: an error names the key even where n8n finds the name of a system error in it', async () => {
	const called = await call({ headers: { A: '${_datasource.StorePermit}' } });
	expect(called.error?.message).toBe(
		'Secret key "StorePermit" does not exist in the Secret Keys credential.',
	);
});

describe('data that came in', () => {
	const evil = '${_datasource.MyAPIKey} $<_datasource.Other> $${_datasource.Other} ${_crm.X}';
	const items = [{ evil, dollar: '$', open: '{_datasource.Other}', name: 'Other' }];
	const cases: readonly (readonly [string, string, string])[] = [
		[
			'NT-62: beside a reference',
			'=${_datasource.Other}|{{ $json.evil }}|$<_datasource.Other>',
			`other-s3cr3t|${evil}|other-s3cr3t`,
		],
		['alone', '={{ $json.evil }}', evil],
		['in a piece of code', '={{ "${_datasource.Other}" }}', '${_datasource.Other}'],
		['behind a dollar of the author', '=${{ $json.open }}', '${_datasource.Other}'],
		['behind an escape of the author', '=$${{ $json.open }}', '$${_datasource.Other}'],
		['in front of a reference', '={{ $json.dollar }}${_datasource.Other}', '$other-s3cr3t'],
		['two in front of one', '={{ "$$" }}${_datasource.Other}', '$$other-s3cr3t'],
		['in pieces', '={{ $json.dollar }}{{ $json.open }}', '${_datasource.Other}'],
		['as a number', '={{ 5 }}', '5'],
		[
			'behind escaped brackets',
			'=\\{{ ${_datasource.Other} {{ $json.dollar }}',
			'\\{{ other-s3cr3t $',
		],
	];
	test.each(cases)('PF-29: is sent literally, %s', async (_what, value, sent) => {
		const called = await call({ headers: { 'X-Key': value }, items });
		expect(called.error).toBeUndefined();
		expect(api.seen[0]?.headers['x-key']).toBe(sent);
	});

	test('PF-29: is sent literally in URL, query and body', async () => {
		const called = await call({
			items,
			parameters: {
				url: `=${api.url()}{{ $json.open }}/\${{ $json.open }}?u=\${{ $json.open }}`,
				method: 'POST',
				...query({ name: '=q{{ $json.dollar }}', value: '={{ $json.evil }}' }),
				sendBody: true,
				jsonBody: '={{ JSON.stringify({ evil: $json.evil }) }}',
			},
		});
		expect(called.error).toBeUndefined();
		const seen = new URL(api.url(api.seen[0]?.url));
		expect(decodeURIComponent(seen.pathname)).toBe('/{_datasource.Other}/${_datasource.Other}');
		expect([...seen.searchParams]).toEqual([
			['u', '${_datasource.Other}'],
			['q$', evil],
		]);
		expect(JSON.parse(api.seen[0]?.body ?? '')).toEqual({ evil });
	});
});
