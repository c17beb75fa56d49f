import { inspect } from 'node:util';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { SecretKeysApi } from '../../credentials/SecretKeysApi.credentials';
import { ApiRequest } from '../../nodes/ApiRequest/ApiRequest.node';
import { IncomingApiTrigger } from '../../nodes/IncomingApiTrigger/IncomingApiTrigger.node';
import { AnyNode, optionsOfHttpRequest } from './any-node';
import { ExternalApi } from './external-api';
import { aNode, aWorkflow, inARow, runWorkflow } from './harness';
import { aRealmDatasource, KEY, VALUE } from './realm-datasource';

const REFERENCE = 'Bearer ${_datasource.MyAPIKey}';
const TRIGGER = 'n8n-nodes-incoming-api.incomingApiTrigger';
const API_REQUEST = 'n8n-nodes-incoming-api.apiRequest';

const api = new ExternalApi();
beforeAll(() => api.listen());
afterAll(() => api.close());

let realm: Awaited<ReturnType<typeof aRealmDatasource>>;
beforeEach(async () => {
	api.reset();
	realm = await aRealmDatasource();
});
afterEach(() => realm.admin.close());

const installed = () => ({
	nodes: {
		any: new AnyNode(),
		[API_REQUEST]: new ApiRequest(),
		[TRIGGER]: new IncomingApiTrigger(),
	},
	credentialTypes: [new SecretKeysApi()],
	credentials: { c: realm.fields },
});
const credentials = { secretKeysApi: { id: 'c', name: 'Keys' } };

async function run(nodes: INode[], start: string, item: IDataObject) {
	const connections = inARow(...nodes.map(({ name }) => name));
	const workflow = aWorkflow(installed(), nodes, connections);
	const ran = await runWorkflow(installed(), workflow, start, [{ json: item }]);
	const { error } = ran.run.data.resultData;
	return {
		message: error?.message,
		description: error && 'description' in error ? String(error.description) : '',
		kept: JSON.stringify(ran.run) + inspect(ran.run, { depth: 12 }) + inspect(error),
	};
}

const header = (name: string, value: string) => ({ parameters: [{ name, value }] });
const callNode = (value: string, url = api.url('/x')) =>
	aNode({
		name: 'API Request',
		type: API_REQUEST,
		credentials,
		parameters: { url, sendHeaders: true, headerParameters: header('Authorization', value) },
	});
const byApiRequest = (value = REFERENCE, url?: string) =>
	run([callNode(value, url)], 'API Request', {});
const byHttpRequest = (value = REFERENCE, uri = api.url('/x')) =>
	run(
		[aNode({ name: 'HTTP Request', type: 'any', credentials })],
		'HTTP Request',
		optionsOfHttpRequest({ uri, headers: { authorization: value } }),
	);

const uses = () => realm.audit('getAll', { returnAll: true, filters: { kind: 'secretUse' } });

describe.each([
	['API Request', byApiRequest],
	['HTTP Request', byHttpRequest],
])('a secret key of a realm in %s', (node, call) => {
	test('PF-22, PF-24: arrives byte for byte, and is kept nowhere', async () => {
		const { message, kept } = await call();
		expect(message).toBeUndefined();
		expect(api.seen.map(({ headers }) => headers['authorization'])).toEqual([`Bearer ${VALUE}`]);
		expect(kept).not.toContain(VALUE);
		expect(kept).not.toContain(String(realm.fields['datasourceKey']));
	});

	test('leaves a row in the audit, with key, version and host', async () => {
		await realm.secret('rotate', { ...KEY, sealed: await realm.seal() });
		await call();
		const { host } = new URL(api.url('/'));
		const [row, ...others] = await uses();
		expect(row).toMatchObject({
			...{ kind: 'secretUse', datasource: 'crm', secret: 'MyAPIKey', version: 2, host },
			decision: 'used',
		});
		expect(row?.['node']).toBe(node === 'API Request' ? 'API Request' : undefined);
		expect(others).toEqual([]);
		expect((await realm.audit('verify'))[0]).toMatchObject({ ok: true, findings: [] });
	});

	const hopeless: readonly (readonly [string, () => Promise<unknown>, string])[] = [
		['PF-25: disabled', () => realm.secret('disable', KEY), '"MyAPIKey" is disabled'],
		[
			'PF-26: deleted',
			() => realm.secret('delete', KEY),
			'"MyAPIKey" does not exist in datasource "crm"',
		],
		[
			'NT-65, PF-26: rolled back by hand',
			async () => {
				await realm.secret('rotate', { ...KEY, sealed: await realm.seal() });
				await realm.byHand('update secret_key set version = 1');
			},
			'"MyAPIKey" was changed or put back in the database by hand',
		],
		[
			'NT-65, PF-26: widened by hand',
			() => realm.byHand("update secret_version set allowed_domains = '*.example.org'"),
			'"MyAPIKey" cannot be decrypted',
		],
		[
			'NT-65: of a datasource that was changed by hand',
			() => realm.byHand("update datasource set allowed_domains = '*.example.org'"),
			'Datasource "crm" was changed in the database by hand',
		],
		[
			'of a datasource key that is none',
			async () => (realm.fields['datasourceKey'] = 'iads_live_nonsense'),
			'The datasource key is not one',
		],
		[
			'of a rotated datasource key',
			() => realm.secret('rotateDatasourceKey', { datasource: 'crm', graceSeconds: 0 }),
			'does not open datasource "crm"',
		],
		[
			'PF-27: of another datasource',
			async () => (realm.fields['datasource'] = 'shop'),
			'There is no datasource "shop"',
		],
		['of another realm', async () => (realm.fields['realm'] = 'none'), 'There is no realm "none"'],
		[
			'whose use the audit cannot note',
			() =>
				realm.byHand(
					"create trigger t before insert on audit_entry when new.kind = 'secretUse' begin select raise(abort, 'full'); end",
				),
			'"MyAPIKey" cannot be used: the audit cannot note it',
		],
	];
	test.each(hopeless)('%s stops the request before anything is sent', async (_what, act, words) => {
		await act();
		const { message, kept } = await call();
		expect(message).toContain(words);
		expect(api.seen).toEqual([]);
		expect(kept).not.toContain(VALUE);
	});

	test('goes only where the credential, the datasource and the key itself allow', async () => {
		realm.fields['allowedDomains'] = '127.0.0.1, localhost, api.example.com';
		const { message, description } = await call(REFERENCE, api.url('/x', 'localhost'));
		expect(message).toContain('"MyAPIKey" may not be sent to http://localhost:');
		expect(description).toContain('Datasource "crm" allows 127.0.0.1, api.example.com');
		await realm.create('Narrow', { onlyDomains: 'api.example.com' });
		const narrow = await call('${_datasource.Narrow}');
		expect(narrow.message).toContain('"Narrow" may not be sent to http://127.0.0.1:');
		expect(narrow.description).toContain('Secret key "Narrow" allows api.example.com');
		realm.fields['allowedDomains'] = 'api.example.com';
		expect((await call()).description).toContain('credential allows api.example.com');
		expect(api.seen).toEqual([]);
	});
});

test('a refused use in HTTP Request is in the audit with its reason', async () => {
	await realm.secret('disable', KEY);
	await byHttpRequest();
	expect(await uses()).toMatchObject([
		{ secret: 'MyAPIKey', version: 1, decision: 'refused', reason: 'key-disabled' },
	]);
});

test('a use by API Request names who called, where the run began at a trigger', async () => {
	const item = {
		caller: { user: 'alice', actor: { type: 'apiKey', id: 'k1' }, credentialId: 'k1' },
		requestId: 'r-1',
	};
	const trigger = aNode({ name: 'In', type: TRIGGER, parameters: { path: 'x' } });
	const { message } = await run([trigger, callNode(REFERENCE)], 'In', item);
	expect(message).toBeUndefined();
	expect(await uses()).toMatchObject([
		{
			...{ workflow: 'w', node: 'API Request', execution: '1' },
			...{ user: 'alice', actor: 'apiKey:k1', requestId: 'r-1' },
		},
	]);
});

describe('a secret key of a realm in query and body of API Request', () => {
	const OPTIONS = { referencesIn: ['query', 'body'] };
	const pairs = (value: string) => ({ parameters: [{ name: 'key', value }] });
	const callWith = (parameters: INodeParameters, url = api.url('/x')) => {
		const common = { url, method: 'POST', options: OPTIONS };
		return run(
			[
				aNode({
					name: 'API Request',
					type: API_REQUEST,
					credentials,
					parameters: { ...common, ...parameters },
				}),
			],
			'API Request',
			{},
		);
	};
	const inBody = (value: string): INodeParameters => ({
		...{ sendBody: true, contentType: 'form-urlencoded', bodyParameters: pairs(value) },
	});
	const inQuery = (value: string): INodeParameters => ({
		...{ sendQuery: true, queryParameters: pairs(value) },
	});

	test.each([
		['query', inQuery],
		['body', inBody],
		['both', (value: string) => ({ ...inQuery(value), ...inBody(value) })],
		[
			'a header too',
			(value: string) => ({
				...inQuery(value),
				sendHeaders: true,
				headerParameters: header('X-Key', value),
			}),
		],
	])('is noted in the audit like any other: %s', async (_where, place) => {
		const { message } = await callWith(place('${_datasource.MyAPIKey}'));
		expect(message).toBeUndefined();
		expect(api.seen).toHaveLength(1);
		expect(await uses()).toMatchObject([
			{ secret: 'MyAPIKey', decision: 'used', node: 'API Request' },
		]);
	});

	test('goes only where its datasource allows, and a refusal is noted', async () => {
		const { message } = await callWith(
			inBody('${_datasource.MyAPIKey}'),
			api.url('/x', 'localhost'),
		);
		expect(message).toContain('"MyAPIKey" may not be sent to http://localhost:');
		expect(api.seen).toEqual([]);
		expect(await uses()).toMatchObject([{ decision: 'refused', reason: 'host-not-allowed' }]);
	});

	test('is not sent where the audit cannot note it', async () => {
		await realm.byHand(
			"create trigger t before insert on audit_entry when new.kind = 'secretUse' begin select raise(abort, 'full'); end",
		);
		const { message } = await callWith(inBody('${_datasource.MyAPIKey}'));
		expect(message).toContain('"MyAPIKey" cannot be used: the audit cannot note it');
		expect(api.seen).toEqual([]);
	});
});
