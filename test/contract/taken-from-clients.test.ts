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

const resource = (name: string) => `${ISSUER}/applications/${name}`;
const outcome = ({ status, json }: Reply) => [status, json['error'] ?? json['scope']];

describe.each(stores)('what is taken from a client in $engine:', ({ create }) => {
	let server: TestServer;
	beforeEach(async () => {
		server = await anAuthorizationServer(create);
		for (const name of ['Orders', 'Invoices']) {
			valueOf(await server.realm.administer.applications.create(name));
		}
	});
	afterEach(() => server.close());

	const update = async (parts: object) =>
		valueOf(await server.realm.administer.clients.update(server.confidential.clientId, parts));
	const redeem = async (code: string) =>
		await server.token({
			grant_type: 'authorization_code',
			redirect_uri: CALLBACK,
			code_verifier: VERIFIER,
			code,
		});
	const refresh = async ({ json }: Reply, parts: object = {}) =>
		await server.token({
			grant_type: 'refresh_token',
			refresh_token: String(json['refresh_token']),
			...parts,
		});
	const applicationOf = async ({ json }: Reply) => {
		const headers = [basic(server.confidential.clientId, server.secret)];
		const form = { token: String(json['access_token']) };
		return (await server.ask('introspect', { form, headers })).json['aud'];
	};
	const lastDecision = async () => (await server.decisions())[0];

	test('a scope is gone from its refresh tokens, and there again when it is given back', async () => {
		const first = await redeem(await server.code());
		await update({ scopes: ['read'] });
		expect(outcome(await refresh(first, { scope: 'read write' }))).toEqual([400, 'invalid_scope']);
		const second = await refresh(first);
		expect(outcome(second)).toEqual([200, 'read']);
		await update({ scopes: ['read', 'write'] });
		expect(outcome(await refresh(second))).toEqual([200, 'read write']);
	});

	test('every scope of a grant leaves none only where the client has none at all', async () => {
		const first = await redeem(await server.code({ scope: 'read' }));
		await update({ scopes: ['write'] });
		expect(outcome(await refresh(first))).toEqual([400, 'invalid_scope']);
		expect(await lastDecision()).toBe('token.issue refused scope-not-allowed');
		await update({ scopes: [] });
		expect(outcome(await refresh(first))).toEqual([200, undefined]);
	});

	test('an application is gone from its refresh tokens', async () => {
		const first = await redeem(await server.code({ resource: resource('Orders') }));
		const everywhere = await redeem(await server.code({ prompt: 'consent' }));
		await update({ applications: ['Invoices'] });
		expect(outcome(await refresh(first))).toEqual([400, 'invalid_target']);
		expect(await lastDecision()).toBe('token.issue refused resource-not-granted');
		const orders = { resource: resource('Orders') };
		expect(outcome(await refresh(first, orders))).toEqual([400, 'invalid_target']);
		expect(outcome(await refresh(everywhere, orders))).toEqual([400, 'invalid_target']);
		expect(await applicationOf(await refresh(everywhere))).toBe(resource('Invoices'));
		await update({ applications: 'all' });
		expect(await applicationOf(await refresh(first))).toBe(resource('Orders'));
	});

	test('a scope or an application is gone from a code too', async () => {
		const code = await server.code();
		await update({ scopes: ['write'], applications: ['Orders'] });
		const reply = await redeem(code);
		expect(outcome(reply)).toEqual([200, 'write']);
		expect(await applicationOf(reply)).toBe(resource('Orders'));
	});

	/** Opens a page, takes something from its client, and sends the form that follows the log-in. */
	const agreeAfter = async (parts: object, asked: object = {}, decision = 'allow') => {
		const { fields } = await server.open({ ...asked });
		const sealed = server.passedLogIn(fields, { stage: 'consent', userId: server.user.id });
		await update(parts);
		return await server.ask('authorize', { form: { ...sealed, decision } });
	};
	const consents = async () => await server.realm.administer.consents.getAll({});

	test.each(['allow', 'deny'])(
		'a callback URL is sent nothing more, whether its user says %s',
		async (decision) => {
			const reply = await agreeAfter({ callbackUrls: [`${CALLBACK}/new`] }, {}, decision);
			expect([reply.status, 'location' in reply.headers]).toEqual([400, false]);
			expect(await lastDecision()).toBe('authorization.logIn refused redirect-uri-mismatch');
			expect(await consents()).toEqual([]);
		},
	);

	const IMPLICIT = { response_type: 'token', resource: resource('Orders') };
	test.each([
		['a grant', 'unauthorized_client', { grants: ['client_credentials'] }, {}],
		['a scope', 'invalid_scope', { scopes: ['read'] }, {}],
		['an application', 'invalid_target', { applications: ['Invoices'] }, IMPLICIT],
		['all but some applications', 'invalid_target', { applications: ['Invoices'] }, {}],
		['the grant Implicit', 'unauthorized_client', { grants: ['client_credentials'] }, IMPLICIT],
	])('%s is not agreed to on a page that stood open', async (_, error, parts, asked) => {
		await update({ grants: ['authorization_code', 'implicit'] });
		const reply = await agreeAfter(parts, asked);
		expect([reply.status, Object.fromEntries(reply.sent)]).toEqual([
			303,
			{ error, state: 'the state', iss: ISSUER },
		]);
		expect(await lastDecision()).toMatch(
			/^authorization\.logIn refused .*(not-allowed|not-granted)$/,
		);
		expect(await consents()).toEqual([]);
	});

	test('an application that is deleted brings no token by a redirect', async () => {
		await update({ grants: ['implicit'] });
		const { fields } = await server.open(IMPLICIT);
		const sealed = server.passedLogIn(fields, { stage: 'consent', userId: server.user.id });
		valueOf(await server.realm.administer.applications.delete('Orders'));
		const { sent } = await server.ask('authorize', { form: { ...sealed, decision: 'allow' } });
		expect(sent.get('error')).toBe('invalid_target');
		expect(await lastDecision()).toBe('authorization.logIn refused resource-unknown');
		expect(await consents()).toEqual([]);
	});
});
