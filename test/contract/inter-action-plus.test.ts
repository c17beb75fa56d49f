import { valueOf } from '../a-realm';
import { stores } from '../stores';
import { aSetUpServer, INTAKE, type SetUpServer } from './a-set-up-server';
import {
	CALLBACK,
	ISSUER,
	pageOf,
	PASSWORD,
	type Reply,
	VERIFIER,
} from './an-authorization-server';

const AS_ITSELF = { grant_type: 'client_credentials' };
const outcome = ({ status, json }: Reply) => [status, json['error']];

describe.each(stores)('the set-up of an InterAction+ client in $engine', ({ create }) => {
	let server: SetUpServer;
	beforeEach(async () => {
		server = await aSetUpServer(create);
	});
	afterEach(() => server.close());

	const consents = async () => await server.realm.administer.consents.getAll({});
	const logIn = async (username: string, parameters = {}) => {
		const page = await server.open({ client_id: server.clientId, ...parameters }, 'setUp');
		return await page.submit({ username, password: PASSWORD });
	};

	test('IA-4: is needed before a client gets any token', async () => {
		expect(outcome(await server.asPartner(AS_ITSELF))).toEqual([400, 'invalid_grant']);
		expect((await server.decisions())[0]).toBe('token.issue refused set-up-missing');
		const form = { grant_type: 'password', username: 'clerk', password: PASSWORD };
		const { clientId, clientSecret } = await server.partner({
			grants: ['password'],
			authentication: 'client_secret_post',
		});
		const shown = { client_id: clientId, client_secret: clientSecret };
		const byPassword = await server.ask('token', { form: { ...shown, ...form } });
		expect(outcome(byPassword)).toEqual([400, 'unsupported_grant_type']);
		expect((await server.decisions())[0]).toBe('token.issue refused set-up-missing');
	});

	test('IA-4: is needed for a client that was none before, whose refresh tokens then end', async () => {
		const before = await server.partner({ dialects: ['oauth'] });
		const { sent } = await server.agree({ client_id: before.clientId });
		const shown = {
			authorization: `Basic ${Buffer.from(`${before.clientId}:${before.clientSecret}`).toString('base64')}`,
		};
		const ask = async (form: object) =>
			await server.ask('token', { form: { ...form }, headers: Object.entries(shown) });
		const first = await ask({
			grant_type: 'authorization_code',
			code: sent.get('code'),
			redirect_uri: CALLBACK,
			code_verifier: VERIFIER,
		});
		expect(first.status).toBe(200);
		const dialects = ['oauth', 'interActionPlus'];
		valueOf(
			await server.realm.administer.clients.update(before.clientId, { dialects, intake: INTAKE }),
		);
		const refresh_token = first.json['refresh_token'];
		const refreshed = await ask({ grant_type: 'refresh_token', refresh_token });
		expect(outcome(refreshed)).toEqual([400, 'invalid_grant']);
		expect((await server.decisions())[0]).toBe('token.issue refused set-up-missing');
		// A form of a consent that was open meanwhile brings nothing either.
		const late = await server.agree({ client_id: before.clientId, response_type: 'code' });
		expect([late.status, late.sent.get('code')]).toEqual([400, null]);
	});

	test('IA-5: is refused to whoever is no administrator, at its start and at its end', async () => {
		const refused = await logIn('CLERK');
		expect([refused.status, refused.body.includes('This takes an administrator.')]).toEqual([
			403,
			true,
		]);
		expect((await server.decisions())[0]).toBe('authorization.logIn refused not-administrator');
		const [entry] = await server.realm.audit.query({ kind: 'authorization' });
		expect(entry?.content['user']).toBe('clerk');
		const asClerk = await server.designation({}, 'clerk');
		const late = await asClerk.submit({ account: 'crm', decision: 'allow' });
		expect([late.status, await consents()]).toEqual([403, []]);
		expect((await server.decisions())[0]).toBe('authorization.designate refused not-administrator');
		const asRoot = await server.designation();
		valueOf(await server.realm.administer.users.setState('root', 'disabled'));
		const disabled = await asRoot.submit({ account: 'crm', decision: 'allow' });
		expect([disabled.status, await consents()]).toEqual([403, []]);
	});

	test.each(['root', 'keeper'])('IA-5: can be finished by %s', async (administrator) => {
		const asked = await server.designation({}, administrator);
		const { status, sent } = await asked.submit({ account: 'crm', decision: 'allow' });
		expect([status, sent.get('code')]).toEqual([303, expect.stringMatching(/^icod_live_/)]);
	});

	test('IA-5, IA-6: shows an administrator the client and the data that it asks for', async () => {
		const page = await logIn('root', { scope: 'read' });
		expect(page.status).toBe(200);
		for (const text of [...Object.values(INTAKE), 'Acme Connector', 'root', '<li><bdi>read<']) {
			expect(page.body).toContain(text);
		}
		expect(page.body).not.toContain('<li><bdi>write<');
		const { sent } = await pageOf(page, server.ask, 'setUp').submit({
			account: 'crm',
			decision: 'allow',
		});
		expect([...sent.keys()]).toEqual(['code', 'state', 'iss']);
	});

	test('IA-6: that is refused keeps nothing, and the client is told', async () => {
		const denied = await (await server.designation()).submit({ account: 'crm', decision: 'deny' });
		expect([denied.status, Object.fromEntries(denied.sent), await consents()]).toEqual([
			303,
			{ error: 'access_denied', state: 'the state', iss: ISSUER },
			[],
		]);
		expect((await server.decisions())[0]).toBe('authorization.consent refused consent-denied');
	});

	test.each([
		['nobody', 'unknown-user'],
		['gone', 'user-disabled'],
		['', 'unknown-user'],
	])('IA-7: takes no user "%s"', async (account, reason) => {
		const { status, body } = await server.designate(account);
		expect([status, body.includes('There is no enabled user'), await consents()]).toEqual([
			400,
			true,
			[],
		]);
		expect((await server.decisions())[0]).toBe(`authorization.designate refused ${reason}`);
	});

	test('IA-7: takes an administrator only where that is confirmed', async () => {
		const unasked = await server.designation();
		const first = await unasked.submit({ account: 'keeper', decision: 'allow', confirmed: 'yes' });
		expect([first.status, first.body.includes('is an administrator.'), await consents()]).toEqual([
			400,
			true,
			[],
		]);
		const asked = pageOf(first, server.ask, 'setUp');
		const another = { account: 'root', decision: 'allow', confirmed: 'yes' };
		expect((await asked.submit(another)).status).toBe(400);
		const unticked = await asked.submit({ account: 'keeper', decision: 'allow' });
		expect([unticked.status, await consents()]).toEqual([400, []]);
		const confirmed = { account: 'keeper', decision: 'allow', confirmed: 'yes' };
		const { status, sent } = await asked.submit(confirmed);
		expect([status, sent.has('code')]).toEqual([303, true]);
	});

	test('IA-8, IA-11: brings a code, and for it a token for client, tenant and user', async () => {
		const tokens = await server.tokensFor('crm');
		expect(tokens.json).toMatchObject({ token_type: 'Bearer', scope: 'read write' });
		const { id: tenant } = await server.store.db
			.selectFrom('realm')
			.select('id')
			.executeTakeFirstOrThrow();
		expect(tokens.status).toBe(200);
		expect(await server.call(tokens.json['access_token'])).toMatchObject({
			kind: 'accepted',
			caller: { type: 'user', user: 'crm', client: server.clientId, tenant },
		});
		const [entry] = await server.realm.audit.query({ kind: 'decision' });
		expect(entry?.content).toMatchObject({ user: 'crm', client: server.clientId, tenant });
		const refresh_token = String(tokens.json['refresh_token']);
		const next = await server.asPartner({ grant_type: 'refresh_token', refresh_token });
		expect(await server.call(next.json['access_token'])).toMatchObject({
			caller: { user: 'crm' },
		});
	});

	test('IA-8, IA-11: lets the client go on by itself, as that user and no other', async () => {
		await server.designate('crm', { scope: 'read' });
		const own = await server.asPartner(AS_ITSELF);
		expect(own.json).toMatchObject({ scope: 'read' });
		expect(own.json).not.toHaveProperty('refresh_token');
		expect(await server.call(own.json['access_token'])).toMatchObject({
			caller: { type: 'user', user: 'crm', client: server.clientId },
		});
		const wider = await server.asPartner({ ...AS_ITSELF, scope: 'read write' });
		expect(outcome(wider)).toEqual([400, 'invalid_scope']);
		const named = await server.asPartner({ ...AS_ITSELF, username: 'CRM' });
		const other = await server.asPartner({ ...AS_ITSELF, username: 'desk' });
		expect([named.status, outcome(other)]).toEqual([200, [400, 'invalid_grant']]);
	});

	test('IA-8: ends on a page of its own for a client that goes nowhere', async () => {
		const { clientId } = await server.partner({ callbackUrls: [], grants: ['client_credentials'] });
		const bare = {
			client_id: clientId,
			redirect_uri: undefined,
			response_type: undefined,
			code_challenge: undefined,
			code_challenge_method: undefined,
		};
		const done = await server.designate('crm', bare);
		expect([done.status, done.body.includes('Set-up is done')]).toEqual([200, true]);
		expect((await consents()).map(({ username }) => username)).toEqual(['crm']);
		const denied = await (await server.designation(bare)).submit({ decision: 'deny' });
		expect([denied.status, denied.body.includes('Nothing was changed')]).toEqual([200, true]);
		const standard = await server.open(bare);
		expect([standard.status, standard.headers['location']]).toEqual([400, undefined]);
	});

	test('is begun by a link with the client id alone, and at the standard address too', async () => {
		const search = new URLSearchParams({ client_id: server.clientId }).toString();
		const page = await server.ask('setUp', { search });
		expect([page.status, page.body.includes(`action="${ISSUER}/setup"`)]).toEqual([200, true]);
		const standard = await server.open({ client_id: server.clientId });
		const asked = await standard.submit({ username: 'root', password: PASSWORD });
		expect(asked.body).toContain('Set up access');
		const foreign = await server.open({}, 'setUp');
		expect([foreign.status, foreign.body.includes('<form')]).toEqual([400, false]);
	});

	test('NT-11: has a form that counts once', async () => {
		const asked = await server.designation();
		const said = { account: 'crm', decision: 'allow' };
		const both = await Promise.all([asked.submit(said), asked.submit(said)]);
		expect(both.map(({ status }) => status).sort()).toEqual([303, 400]);
		expect(
			(await server.decisions()).filter((each) => each === 'code.issue accepted'),
		).toHaveLength(1);
	});
});
