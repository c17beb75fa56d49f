import { inspect } from 'node:util';
import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	injectDomainRestrictionFields,
} from 'n8n-workflow';
import { SecretKeysApi } from '../../credentials/SecretKeysApi.credentials';
import { testSecretKeys } from '../../src/n8n/secret-keys-test';
import { AnyNode, optionsOfHttpRequest } from './any-node';
import { ExternalApi } from './external-api';
import { aNode, aWorkflow, runWorkflow } from './harness';

const api = new ExternalApi();
const other = new ExternalApi();
beforeAll(async () => void (await Promise.all([api.listen(), other.listen()])));
afterAll(() => Promise.all([api.close(), other.close()]));
beforeEach(() => {
	api.reset();
	other.reset();
});

interface Use {
	readonly options: IDataObject;
	readonly credential?: ICredentialDataDecryptedObject;
}

async function use({ options, credential }: Use) {
	const installed = {
		nodes: { any: new AnyNode() },
		credentialTypes: [new SecretKeysApi()],
		credentials: {
			c: {
				secrets: JSON.stringify({ MyAPIKey: 's3cr3t-1', Other: 's3cr3t ${_datasource.MyAPIKey}' }),
				allowedDomains: '127.0.0.1, localhost',
				...credential,
			},
		},
	};
	const node = aNode({
		name: 'Any',
		type: 'any',
		credentials: { secretKeysApi: { id: 'c', name: 'c' } },
	});
	const ran = await runWorkflow(installed, aWorkflow(installed, [node]), 'Any', [
		{ json: options },
	]);
	const { error } = ran.run.data.resultData;
	return { error, kept: JSON.stringify(ran.run) + inspect(error?.message) };
}

const asHttpRequest = (options: IDataObject): IDataObject =>
	optionsOfHttpRequest({ uri: api.url('/x'), ...options });

/** Values that are refused when the credential is tested and when it is used. */
const flawed = [
	['NT-68: with CR and LF', 's3cr3t-1\r\nX-Evil: 1', '"MyAPIKey" has a character'],
	['NT-68: with NUL', 's3cr3t\0-1', '"MyAPIKey" has a character'],
	['NT-68: with a trailing newline', 's3cr3t-1\n', '"MyAPIKey" ends with a line break'],
	['NT-68: beyond Latin-1', 's3cr3t-€', '"MyAPIKey" has a character'],
	['NT-68: with a lone surrogate', 's3cr3t-\ud800', '"MyAPIKey" has a character'],
	['NT-68: under eight characters', 's3cr3t7', '"MyAPIKey" has less than 8 characters'],
] as const;

const both = [
	['HTTP Request', asHttpRequest],
	[
		'any other node',
		({ uri, ...options }: IDataObject): IDataObject => ({ url: uri ?? api.url('/x'), ...options }),
	],
] as const;

describe.each(both)('a secret key used by %s', (_node, optionsOf) => {
	const run = (options: IDataObject, credential?: ICredentialDataDecryptedObject) =>
		use({ options: optionsOf(options), ...(credential && { credential }) });

	test('PF-22, PF-30: arrives byte for byte in both forms, and nowhere else', async () => {
		const headers = {
			authorization: 'Bearer ${_datasource.MyAPIKey}',
			'x-key': '$<_datasource.MyAPIKey>',
			'x-literal': '$${_datasource.MyAPIKey} ${foo}',
		};
		const { error, kept } = await run({ headers });
		expect(error).toBeUndefined();
		expect(api.seen[0]?.headers).toMatchObject({
			authorization: 'Bearer s3cr3t-1',
			'x-key': 's3cr3t-1',
			'x-literal': '${_datasource.MyAPIKey} ${foo}',
		});
		expect(kept).not.toContain('s3cr3t');
	});

	const REF = { authorization: '${_datasource.MyAPIKey}' };
	const hopeless: readonly (readonly [
		string,
		IDataObject,
		ICredentialDataDecryptedObject | undefined,
		string,
	])[] = [
		[
			'PF-26: unknown',
			{ headers: { a: '${_datasource.Nope}' } },
			undefined,
			'"Nope" does not exist',
		],
		['PF-25: disabled', { headers: REF }, { disabledKeys: 'MyAPIKey' }, '"MyAPIKey" is disabled'],
		['PF-26: empty', { headers: REF }, { secrets: '{"MyAPIKey":""}' }, '"MyAPIKey" is empty'],
		['PF-26: lost', { headers: REF }, { secrets: '{"MyAPIKey":"***"}' }, '"MyAPIKey" holds only'],
		['in broken JSON', { headers: REF }, { secrets: '{"MyAPIKey":"s3cr3t' }, 'not valid JSON'],
		...flawed.map(
			([what, value, words]) =>
				[what, { headers: REF }, { secrets: JSON.stringify({ MyAPIKey: value }) }, words] as const,
		),
		['PF-27: foreign', { headers: { a: '${_crm.K}' } }, undefined, '${_crm.K'],
		[
			'without allowed domains',
			{ headers: REF },
			{ allowedDomains: ' ', allowedHttpRequestDomains: 'all' },
			'Allowed Domains is empty',
		],
		[
			'for another host, whatever n8n is told',
			{ headers: REF, allowedDomains: undefined },
			{ allowedDomains: 'api.example.com', allowedHttpRequestDomains: 'all' },
			'"MyAPIKey" may not be sent to http://127.0.0.1:',
		],
		[
			'PF-28: in the URL',
			{ headers: {}, uri: 'http://127.0.0.1:1/${_datasource.MyAPIKey}' },
			undefined,
			'stands in the URL',
		],
		[
			'PF-28: in the query',
			{ qs: { a: '${_datasource.MyAPIKey}' } },
			undefined,
			'stands in the query',
		],
		[
			'PF-28: in a text body',
			{ method: 'POST', body: '{"a":"${_datasource.MyAPIKey}"}' },
			undefined,
			'stands in the body',
		],
		['in a header name', { headers: { '${_datasource.MyAPIKey}': 'x' } }, undefined, '"MyAPIKey"'],
		[
			'PF-28: in Host',
			{ headers: { host: '${_datasource.MyAPIKey}' } },
			undefined,
			'header "host"',
		],
		['a source of a later version', { headers: REF }, { source: 'vault' }, 'Source'],
	];
	test.each(hopeless)(
		'%s stops the request before anything is sent',
		async (_what, options, fields, words) => {
			const { error, kept } = await run(options, fields);
			expect(error?.message).toContain(words);
			expect(api.seen).toEqual([]);
			expect(kept).not.toContain('s3cr3t');
		},
	);

	test('does not travel to another origin in Authorization', async () => {
		api.answer = (_request, response) =>
			response.writeHead(302, { location: other.url('/x', 'localhost') }).end();
		// In this spelling n8n puts the header back on the next hop when it is told to.
		await run({ headers: { Authorization: REF.authorization } });
		expect(api.seen[0]?.headers['authorization']).toBe('s3cr3t-1');
		expect(other.seen).toHaveLength(1);
		expect(other.seen[0]?.headers).not.toHaveProperty('authorization');
	});

	test('is in no error when the API answers with one', async () => {
		api.answer = (_request, response) => response.writeHead(500).end('{"message":"no"}');
		const { error, kept } = await run({ headers: REF });
		expect(error).toBeDefined();
		expect(kept).not.toContain('s3cr3t');
	});

	test('leaves a request without references as it is', async () => {
		const { error } = await run({ headers: { 'x-a': 'b' } }, { allowedDomains: 'api.example.com' });
		expect(error).toBeUndefined();
		expect(api.seen[0]?.headers['x-a']).toBe('b');
	});

	test('PF-29: is not read again when n8n repeats a request after 401', async () => {
		api.answer = (_request, response) => response.writeHead(401).end();
		await run({ headers: { 'x-key': '${_datasource.Other}' } });
		const sent = new Set(api.seen.map(({ headers }) => headers['x-key']));
		expect([...sent]).toEqual(['s3cr3t ${_datasource.MyAPIKey}']);
	});
});

describe('the credential type', () => {
	const type = new SecretKeysApi();

	test('is offered by HTTP Request: authenticate is its own property, nothing hides it', () => {
		expect(Object.keys(type)).toContain('authenticate');
		for (const name of [
			'httpRequestNode',
			'hideDomainRestrictionFields',
			'restrictToSupportedNodes',
		]) {
			expect(type).not.toHaveProperty(name);
		}
	});

	test("keeps n8n's domain restriction on", () => {
		expect(injectDomainRestrictionFields(type)).toBe(type.properties);
		const mode = type.properties.find(({ name }) => name === 'allowedHttpRequestDomains');
		expect(mode).toMatchObject({ type: 'hidden', default: 'domains' });
	});

	test('PF-24: shows no leaf of its secrets and evaluates none of its fields', () => {
		const secrets = type.properties.find(({ name }) => name === 'secrets');
		expect(secrets).toMatchObject({ type: 'json', typeOptions: { redactJsonLeaves: true } });
		const fields = type.properties.filter((field) => !['notice', 'hidden'].includes(field.type));
		expect(fields.filter(({ noDataExpression }) => noDataExpression !== true)).toEqual([]);
	});
});

describe('the test of the credential', () => {
	const testOf = (data: ICredentialDataDecryptedObject) =>
		testSecretKeys({ id: 'c', name: 'c', type: 'secretKeysApi', data });
	const fields = {
		secrets: '{"A":"secret-a","B":"secret-b","C":"secret-c"}',
		allowedDomains: 'api.example.com,*.example.org',
	};

	test('counts the keys and names the domains', async () => {
		expect(await testOf({ ...fields, disabledKeys: 'B' })).toEqual({
			status: 'OK',
			message: '3 secret keys (1 disabled) for api.example.com, *.example.org.',
		});
		expect(await testOf({ ...fields, secrets: '{"A":"secret-a"}' })).toEqual({
			status: 'OK',
			message: '1 secret key for api.example.com, *.example.org.',
		});
	});

	test.each(flawed)('names a key and shows no value: %s', async (_what, value, words) => {
		const tested = await testOf({ ...fields, secrets: JSON.stringify({ MyAPIKey: value }) });
		expect(tested).toEqual({ status: 'Error', message: expect.stringContaining(words) });
		expect(JSON.stringify(tested)).not.toContain('s3cr3t');
	});

	test('says the first mistake', async () => {
		expect(await testOf({ ...fields, disabledKeys: 'B, Z' })).toEqual({
			status: 'Error',
			message: 'Disabled Keys lists "Z", but no secret key has that name.',
		});
		expect(await testOf({ ...fields, secrets: '{"A":"***"}' })).toEqual({
			status: 'Error',
			message:
				'Secret key "A" holds only the placeholder that the editor shows. Type its value again.',
		});
	});
});
