import { findMisplaced } from '../../../src/secrets/misplaced';
import { describeUnresolved } from '../../../src/secrets/refusal';
import { resolveHeaders } from '../../../src/secrets/resolve';
import { parseSecretKeys, type SecretKeys } from '../../../src/secrets/secret-keys';

function someKeys(fields: { disabledKeys?: string; referenceHeaders?: string } = {}): SecretKeys {
	const secrets = JSON.stringify({
		MyAPIKey: 's3cr3t-1',
		Other: '${_datasource.MyAPIKey}',
		'Any name': '$${x y z}',
	});
	const allowedDomains = 'api.example.com, *.example.org, 127.0.0.1';
	const keys = parseSecretKeys(
		{ secrets, allowedDomains, disabledKeys: '', referenceHeaders: '', ...fields },
		new Set(),
	);
	if (keys.kind === 'mistake') throw new Error(keys.sentence);
	return keys;
}

const URL_OF_API = 'https://api.example.com/orders';
const resolve = (headers: Record<string, unknown>, keys = someKeys(), url = URL_OF_API) =>
	resolveHeaders(headers, keys, url);

describe('headers', () => {
	test('PF-22, PF-30: carry the secret where a reference of either form stands', () => {
		const headers = {
			Authorization: 'Bearer ${_datasource.MyAPIKey}',
			'X-Key': '$<_datasource.MyAPIKey>',
			'X-List': ['a', '${_datasource.MyAPIKey}'],
			'X-Plain': 'plain ${foo}',
			'X-Number': 5,
		};
		expect(resolve(headers)).toEqual({
			kind: 'resolved',
			headers: {
				Authorization: 'Bearer s3cr3t-1',
				'X-Key': 's3cr3t-1',
				'X-List': ['a', 's3cr3t-1'],
				'X-Plain': 'plain ${foo}',
			},
			used: ['MyAPIKey'],
		});
	});

	test('PF-29, NT-63: a secret that looks like a reference or an escape is sent as it is', () => {
		const headers = { A: '${_datasource.Other}', B: '${_datasource."Any name"}' };
		expect(resolve(headers)).toEqual({
			kind: 'resolved',
			headers: { A: '${_datasource.MyAPIKey}', B: '$${x y z}' },
			used: ['Other', 'Any name'],
		});
	});

	test('PF-30: an escaped reference is sent literally, to any host', () => {
		const headers = { A: '$${_datasource.MyAPIKey}', B: '$$<_datasource.Nope>' };
		expect(resolve(headers, someKeys(), 'http://elsewhere.example/')).toEqual({
			kind: 'resolved',
			headers: { A: '${_datasource.MyAPIKey}', B: '$<_datasource.Nope>' },
			used: [],
		});
	});

	const K = '${_datasource.MyAPIKey}';
	const refused: readonly (readonly [string, ReturnType<typeof resolve>, string, string])[] = [
		['PF-26: an unknown key', resolve({ A: '${_datasource.Nope}' }), 'unknown-key', 'Nope'],
		[
			'a key of the prototype',
			resolve({ A: '${_datasource.toString}' }),
			'unknown-key',
			'toString',
		],
		[
			'PF-25: a disabled key',
			resolve({ A: K }, someKeys({ disabledKeys: 'MyAPIKey' })),
			'key-disabled',
			'MyAPIKey',
		],
		['PF-27: a foreign reference', resolve({ A: '${_crm.K}' }), 'malformed-reference', '${_crm.K'],
		['a header name', resolve({ [K]: 'x' }), 'reference-in-header-name', 'MyAPIKey'],
		['Host', resolve({ hOST: K }), 'header-takes-no-reference', 'MyAPIKey'],
		['Content-Length', resolve({ 'Content-Length': K }), 'header-takes-no-reference', 'MyAPIKey'],
		[
			'Transfer-Encoding',
			resolve({ 'transfer-encoding': K }),
			'header-takes-no-reference',
			'MyAPIKey',
		],
		['Connection', resolve({ Connection: [K] }), 'header-takes-no-reference', 'MyAPIKey'],
		[
			'a header that is not listed',
			resolve({ 'X-Other': K }, someKeys({ referenceHeaders: 'Authorization' })),
			'header-not-listed',
			'MyAPIKey',
		],
		[
			'another host',
			resolve({ A: K }, someKeys(), 'https://evil.example/'),
			'host-not-allowed',
			'MyAPIKey',
		],
		[
			'plain http',
			resolve({ A: K }, someKeys(), 'http://api.example.com/'),
			'not-https',
			'MyAPIKey',
		],
		[
			'user information',
			resolve({ A: K }, someKeys(), 'https://u:p@api.example.com/'),
			'user-info',
			'MyAPIKey',
		],
		['a relative URL', resolve({ A: K }, someKeys(), '/orders'), 'not-a-url', 'MyAPIKey'],
	];
	test.each(refused)(
		'%s is unresolved and named in words without a value',
		(_what, outcome, reason, name) => {
			expect(outcome).toMatchObject({ kind: 'unresolved', reason, name });
			if (outcome.kind !== 'unresolved') return;
			const { message, description } = describeUnresolved(outcome, someKeys());
			expect(message).toContain(name);
			expect(message + description).not.toMatch(/s3cr3t|undefined/);
		},
	);

	test('references are welcome in listed headers, in any case', () => {
		const keys = someKeys({ referenceHeaders: 'authorization, X-Key' });
		expect(resolve({ Authorization: K, 'x-key': K }, keys)).toMatchObject({ kind: 'resolved' });
	});
});

describe('a reference outside of the headers', () => {
	const none = { urls: [], query: undefined, body: undefined };
	test('PF-28: is found in URL, query and text body', () => {
		const K = '${_datasource.K}';
		const found = [
			findMisplaced({ ...none, urls: [undefined, `https://h/${K}`] }),
			findMisplaced({ ...none, query: { a: ['b', { c: K }] } }),
			findMisplaced({ ...none, query: { '$<_datasource.K>': '1' } }),
			findMisplaced({ ...none, body: `{"a":"${K}"}` }),
			findMisplaced({ ...none, body: { a: K } }),
			findMisplaced({ ...none, body: `{"a":"$${K}"}` }),
		];
		expect(found.map((outcome) => outcome?.reason)).toEqual([
			'reference-in-url',
			'reference-in-query',
			'reference-in-query',
			'reference-in-body',
			undefined,
			undefined,
		]);
	});
});
