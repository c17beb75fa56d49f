import { valueOf } from '../a-realm';
import { stores } from '../stores';
import {
	anAuthorizationServer,
	basic,
	CALLBACK,
	ISSUER,
	type Reply,
	type TestServer,
	VERIFIER,
} from './an-authorization-server';

const TOKEN = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code_verifier: VERIFIER };
const resource = (name: string) => `${ISSUER}/applications/${name}`;
const outcome = ({ status, json }: Reply) => [status, json['error']];
const NO_TARGET = [400, 'invalid_target'];

describe.each(stores)('an application in $engine', ({ create }) => {
	let server: TestServer;
	beforeEach(async () => {
		server = await anAuthorizationServer(create);
		valueOf(await server.realm.administer.applications.create('Orders'));
	});
	afterEach(() => server.close());

	const remove = async () => valueOf(await server.realm.administer.applications.delete('Orders'));
	const redeem = async (code: string, parts: object = {}) =>
		await server.token({ ...TOKEN, code, ...parts });
	const refresh = async ({ json }: Reply, parts: object = {}) =>
		await server.token({
			grant_type: 'refresh_token',
			refresh_token: String(json['refresh_token']),
			...parts,
		});
	const lastDecision = async () => (await server.decisions())[0];
	const tokenRows = async () =>
		(await server.store.db.selectFrom('access_token').select('id').execute()).length;

	test('that never was uses up no code and no refresh token', async () => {
		const code = await server.code();
		expect(outcome(await redeem(code, { resource: resource('Nowhere') }))).toEqual(NO_TARGET);
		expect(await lastDecision()).toBe('token.issue refused resource-unknown');
		const first = await redeem(code);
		expect(first.status).toBe(200);
		const refused = await refresh(first, { resource: resource('Nowhere') });
		expect(outcome(refused)).toEqual(NO_TARGET);
		expect(await lastDecision()).toBe('token.issue refused resource-unknown');
		expect((await refresh(first, { resource: resource('Orders') })).status).toBe(200);
		expect(await tokenRows()).toBe(2);
	});

	test('that was deleted uses up no code and no refresh token, which go on when it is back', async () => {
		const code = await server.code({ resource: resource('Orders') });
		await remove();
		expect(outcome(await redeem(code))).toEqual(NO_TARGET);
		expect(await lastDecision()).toBe('token.issue refused resource-unknown');
		valueOf(await server.realm.administer.applications.create('Orders'));
		const first = await redeem(code);
		expect(first.status).toBe(200);
		await remove();
		expect(outcome(await refresh(first))).toEqual(NO_TARGET);
		expect(outcome(await refresh(first, { resource: resource('Orders') }))).toEqual(NO_TARGET);
		expect(await lastDecision()).toBe('token.issue refused resource-unknown');
		valueOf(await server.realm.administer.applications.create('Orders'));
		expect((await refresh(first)).status).toBe(200);
	});

	test('that was the only one of a client leaves it none, and no token behind', async () => {
		const client = await server.register({
			callbackUrls: [CALLBACK],
			grants: ['authorization_code', 'client_credentials'],
			applications: ['Orders'],
		});
		const headers = [basic(client.clientId, client.clientSecret ?? '')];
		const ask = async (parts: object = {}) =>
			await server.ask('token', { form: { grant_type: 'client_credentials', ...parts }, headers });
		expect((await ask()).status).toBe(200);
		await remove();
		expect(outcome(await ask())).toEqual(NO_TARGET);
		expect(outcome(await ask({ resource: resource('Orders') }))).toEqual(NO_TARGET);
		expect(await lastDecision()).toBe('token.issue refused resource-unknown');
		const page = await server.open({ client_id: client.clientId });
		expect(page.sent.get('error')).toBe('invalid_target');
		expect(await tokenRows()).toBe(0);
	});

	test('that was deleted leaves what is left of several', async () => {
		valueOf(await server.realm.administer.applications.create('Invoices'));
		const client = await server.register({
			callbackUrls: [CALLBACK],
			grants: ['client_credentials'],
			applications: ['Orders', 'Invoices'],
		});
		const headers = [basic(client.clientId, client.clientSecret ?? '')];
		const form = { grant_type: 'client_credentials' };
		expect(outcome(await server.ask('token', { form, headers }))).toEqual(NO_TARGET);
		await remove();
		const { json } = await server.ask('token', { form, headers });
		const shown = { token: String(json['access_token']) };
		const introspected = await server.ask('introspect', { form: shown, headers });
		expect(introspected.json['aud']).toBe(resource('Invoices'));
	});

	test('that is deleted while a token for it is issued leaves no token behind', async () => {
		const code = await server.code({ resource: resource('Orders') });
		const { transaction } = server.store;
		const written = jest.spyOn(server.store, 'transaction');
		written.mockImplementation(async (statements) => {
			written.mockRestore();
			const results = await transaction(statements);
			await remove();
			return results;
		});
		await expect(redeem(code)).rejects.toMatchObject({ code: 'store-unavailable' });
		expect(await tokenRows()).toBe(0);
	});
});
