import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { AccessRealmApi } from '../../credentials/AccessRealmApi.credentials';
import { SecretKeysApi } from '../../credentials/SecretKeysApi.credentials';
import { ApiRequest } from '../../nodes/ApiRequest/ApiRequest.node';
import { IncomingApiTrigger } from '../../nodes/IncomingApiTrigger/IncomingApiTrigger.node';
import { systemClock } from '../../src/realm/system-clock';
import { ExternalApi } from './external-api';
import { aNode, aWorkflow, inARow, runWorkflow } from './harness';
import { aRealmDatasource, KEY } from './realm-datasource';

const REF = '${_datasource.MyAPIKey}';
const TRIGGER = 'n8n-nodes-incoming-api.incomingApiTrigger';
const API_REQUEST = 'n8n-nodes-incoming-api.apiRequest';
const FULL_DISK =
	"create trigger t before insert on audit_entry when new.kind = 'secretUse' begin select raise(abort, 'full'); end";

const api = new ExternalApi();
beforeAll(() => api.listen());
afterAll(() => api.close());

let realm: Awaited<ReturnType<typeof aRealmDatasource>>;
beforeEach(async () => {
	api.reset();
	realm = await aRealmDatasource();
});
afterEach(async () => {
	jest.restoreAllMocks();
	await realm.admin.close();
});

const ofCredential = (): ICredentialDataDecryptedObject => ({
	allowedDomains: '127.0.0.1',
	secrets: JSON.stringify({ MyAPIKey: 's3cr3t-of-the-credential', Off: 's3cr3t-off' }),
	disabledKeys: 'Off',
});
const PLACES = { referencesIn: ['query', 'body'] };
const pairs = (name: string, value: string) => ({ parameters: [{ name, value }] });
const inHeader = (value = REF): INodeParameters => ({
	sendHeaders: true,
	headerParameters: pairs('X-Key', value),
});
const inQuery = (value = REF, options: INodeParameters = PLACES): INodeParameters => ({
	sendQuery: true,
	queryParameters: pairs('key', value),
	options,
});
const inBody = (value = REF, options: INodeParameters = PLACES): INodeParameters => ({
	method: 'POST',
	sendBody: true,
	contentType: 'form-urlencoded',
	bodyParameters: pairs('key', value),
	options,
});

/** Runs one API Request; with the realm's credential on the node unless it says otherwise. */
async function call(
	secretKeys: ICredentialDataDecryptedObject,
	parameters: INodeParameters,
	{ names = true, fields = realm.admin.fields } = {},
) {
	const installed = {
		nodes: { [API_REQUEST]: new ApiRequest(), [TRIGGER]: new IncomingApiTrigger() },
		credentialTypes: [new SecretKeysApi(), new AccessRealmApi()],
		credentials: { keys: secretKeys, realm: fields },
	};
	const node = aNode({
		name: 'Call',
		type: API_REQUEST,
		credentials: {
			secretKeysApi: { id: 'keys', name: 'CRM' },
			...(names && { accessRealmApi: { id: 'realm', name: 'Realm' } }),
		},
		parameters: { url: api.url('/x'), ...parameters },
	});
	const trigger = aNode({ name: 'In', type: TRIGGER, parameters: { path: 'x' } });
	const item = { caller: { user: 'alice', actor: { type: 'user', id: 'a1' } }, requestId: 'r-1' };
	const workflow = aWorkflow(installed, [trigger, node], inARow('In', 'Call'));
	const ran = await runWorkflow(installed, workflow, 'In', [{ json: item }]);
	return ran.run.data.resultData.error?.message;
}

const uses = () => realm.audit('getAll', { returnAll: true, filters: { kind: 'secretUse' } });
const host = () => new URL(api.url('/')).host;

describe('a secret key of a credential, in an API Request that names a realm', () => {
	test.each([
		['a header', inHeader()],
		['the query', inQuery()],
		['the body', inBody()],
		['all of them', { ...inHeader(), ...inQuery(), ...inBody() }],
	])('leaves one full row, used in %s', async (_where, parameters) => {
		expect(await call(ofCredential(), parameters)).toBeUndefined();
		expect(api.seen).toHaveLength(1);
		const [row, ...others] = await uses();
		expect(row).toMatchObject({
			...{ kind: 'secretUse', credential: 'CRM (keys)', secret: 'MyAPIKey', host: host() },
			...{ workflow: 'w', node: 'Call', execution: '1', decision: 'used' },
			...{ user: 'alice', actor: 'user:a1', requestId: 'r-1' },
		});
		expect(row).not.toHaveProperty('datasource');
		expect(others).toEqual([]);
		expect((await realm.audit('verify'))[0]).toMatchObject({ ok: true, findings: [] });
	});

	test.each([
		['unknown', 'unknown-key', '${_datasource.Nope}', 'Nope'],
		['disabled', 'key-disabled', '${_datasource.Off}', 'Off'],
	])('leaves a row where it is %s, wherever it stands', async (_what, reason, ref, secret) => {
		for (const place of [inHeader, inQuery, inBody]) await call(ofCredential(), place(ref));
		expect(api.seen).toEqual([]);
		const row = { secret, reason, decision: 'refused', host: host(), user: 'alice' };
		expect(await uses()).toMatchObject([row, row, row]);
	});

	test('leaves none without a realm, nor where no key is used', async () => {
		expect(await call(ofCredential(), inHeader(), { names: false })).toBeUndefined();
		expect(await call(ofCredential(), inHeader('$5'))).toBeUndefined();
		expect(api.seen).toHaveLength(2);
		expect(await uses()).toEqual([]);
	});

	test.each([
		['a header', inHeader()],
		['the body', inBody()],
	])('is not sent where the realm cannot note it: %s', async (_where, parameters) => {
		await realm.byHand(FULL_DISK);
		const message = 'Secret key "MyAPIKey" cannot be used: the audit cannot note it.';
		expect(await call(ofCredential(), parameters)).toBe(message);
		expect(api.seen).toEqual([]);
	});

	test('is not sent where the realm does not open', async () => {
		const fields = { ...realm.admin.fields, passphrase: 'another passphrase' };
		const message = 'Secret key "MyAPIKey" cannot be used: the audit cannot note it.';
		expect(await call(ofCredential(), inHeader(), { fields })).toBe(message);
		expect(api.seen).toEqual([]);
	});
});

describe('a secret key of a realm', () => {
	test('leaves no second row where the node names a realm too', async () => {
		expect(await call(realm.fields, { ...inHeader(), ...inBody() })).toBeUndefined();
		const rows = await uses();
		expect(rows).toMatchObject([{ datasource: 'crm', secret: 'MyAPIKey', version: 1 }]);
		expect(rows[0]).not.toHaveProperty('credential');
	});

	const away = (): INodeParameters => ({ url: api.url('/x', 'localhost') });
	const expire = async () => {
		const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
		await realm.secret('rotate', { ...KEY, sealed: await realm.seal(), expiresAt });
		jest.spyOn(systemClock, 'now').mockReturnValue(Date.parse(expiresAt));
	};
	interface State {
		readonly reason: string;
		readonly act?: () => Promise<unknown>;
		readonly to?: () => INodeParameters;
	}
	const states: readonly State[] = [
		{ reason: 'unknown-key', act: () => realm.secret('delete', KEY) },
		{ reason: 'key-disabled', act: () => realm.secret('disable', KEY) },
		{ reason: 'key-expired', act: expire },
		{ reason: 'key-changed', act: () => realm.byHand('update secret_key set version = 7') },
		{
			reason: 'key-unreadable',
			act: () => realm.byHand("update secret_version set ciphertext = 'AAAA'"),
		},
		{ reason: 'host-not-allowed', to: away },
	];
	test.each(states)('$reason: leaves its row wherever it stands', async ({ reason, act, to }) => {
		await act?.();
		for (const place of [inHeader, inQuery, inBody]) {
			expect(await call(realm.fields, { ...place(), ...to?.() })).toContain('"MyAPIKey"');
		}
		expect(api.seen).toEqual([]);
		const row = { datasource: 'crm', secret: 'MyAPIKey', decision: 'refused', reason };
		expect(await uses()).toMatchObject([row, row, row]);
	});

	const misplaced: readonly (readonly [string, () => INodeParameters])[] = [
		['reference-in-url', () => ({ url: api.url(`/${REF}`) })],
		['reference-in-query', () => inQuery(REF, {})],
		['reference-in-body', () => inBody(REF, {})],
		['reference-in-header-name', () => ({ sendHeaders: true, headerParameters: pairs(REF, 'x') })],
		['proxy-without-tls', () => ({ ...inHeader(), options: { proxy: 'http://127.0.0.1:1' } })],
	];
	test.each(misplaced)('%s: leaves its row', async (reason, parameters) => {
		expect(await call(realm.fields, parameters())).toContain('"MyAPIKey"');
		expect(api.seen).toEqual([]);
		expect(await uses()).toMatchObject([{ secret: 'MyAPIKey', decision: 'refused', reason }]);
	});

	test('only-in-headers: leaves its row', async () => {
		const fields = { ...realm.fields, referenceHeaders: 'X-Key' };
		for (const place of [inQuery, inBody]) await call(fields, place());
		expect(api.seen).toEqual([]);
		const row = { decision: 'refused', reason: 'only-in-headers' };
		expect(await uses()).toMatchObject([row, row]);
	});

	test('other-origin: leaves a row for where it was not sent to', async () => {
		const target = new URL(api.url('/y', 'localhost'));
		api.answer = (_request, response) =>
			void response.writeHead(302, { location: target.href }).end();
		expect(await call(realm.fields, inHeader())).toContain('is not sent there');
		expect(await uses()).toMatchObject([
			{ decision: 'refused', reason: 'other-origin', host: target.host },
			{ decision: 'used', host: host() },
		]);
	});
});
