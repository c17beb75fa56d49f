import { generateCredential } from '../../src/crypto/credential-text';
import { systemRandom } from '../../src/crypto/random';
import { valueOf } from '../a-realm';
import { stores } from '../stores';
import {
	anAuthorizationServer,
	basic,
	CALLBACK,
	ISSUER,
	pageOf,
	PASSWORD,
	type TestServer,
} from './an-authorization-server';

const LOG_IN = { username: 'alice', password: PASSWORD };

describe.each(stores)('logging in and agreeing in $engine', ({ create }) => {
	let server: TestServer;
	beforeEach(async () => {
		server = await anAuthorizationServer(create);
		valueOf(await server.realm.administer.passwords.set('alice', PASSWORD));
	});
	afterEach(() => server.close());

	test('denied by the user tells the client so, and keeps nothing', async () => {
		const page = await server.open();
		const consent = pageOf(await page.submit(LOG_IN), server.ask);
		const denied = await consent.submit({ decision: 'deny' });
		expect([denied.status, denied.sent.get('error')]).toEqual([303, 'access_denied']);
		expect(await server.realm.administer.consents.getAll({})).toEqual([]);
		expect((await server.decisions())[0]).toBe('authorization.consent refused consent-denied');
	});

	test('says the same of a wrong password, an unknown and a disabled user', async () => {
		valueOf(await server.realm.administer.users.create({ username: 'bob' }));
		valueOf(await server.realm.administer.passwords.set('bob', PASSWORD));
		valueOf(await server.realm.administer.users.setState('bob', 'disabled'));
		const attempt = async (username: string, password: string) => {
			const page = await server.open();
			const { status, body } = await page.submit({ username, password });
			return [status, body.replaceAll(/value="[^"]+"/g, '')];
		};
		const wrong = await attempt('alice', 'wrong');
		expect(wrong[0]).toBe(401);
		expect(await attempt('nobody', PASSWORD)).toEqual(wrong);
		expect(await attempt('bob', PASSWORD)).toEqual(wrong);
		expect((await server.decisions()).slice(0, 3)).toEqual([
			'authorization.logIn refused user-disabled',
			'authorization.logIn refused unknown-user',
			'authorization.logIn refused wrong-password',
		]);
	});

	test('is locked after five attempts from one address, also for who then knows the password', async () => {
		const attempt = async (password: string, address: string) => {
			const page = await server.open();
			return await page.submit({ username: 'ALICE', password }, { address });
		};
		for (let count = 0; count < 5; count += 1) {
			expect((await attempt('wrong', '192.0.2.7')).status).toBe(401);
		}
		const locked = await attempt(PASSWORD, '192.0.2.7');
		expect([locked.status, Number(locked.headers['retry-after']) > 0]).toEqual([429, true]);
		expect(locked.events).toMatchObject([{ event: 'logInLocked', user: 'alice' }]);
		const entries = await server.realm.audit.query({ kind: 'authorization' });
		expect(entries.map(({ content }) => [content['reason'], content['user']])).toEqual([
			['log-in-locked', 'alice'],
			...Array.from({ length: 5 }, () => ['wrong-password', 'alice']),
		]);
		expect((await attempt(PASSWORD, '198.51.100.9')).status).toBe(200);
	});

	test('notes and tells nothing that was typed as a name and is none', async () => {
		const typed = `a password in the wrong field ${'x'.repeat(60_000)}`;
		const attempt = async () => {
			const page = await server.open();
			return await page.submit({ username: typed, password: 'wrong' });
		};
		for (let count = 0; count < 5; count += 1) expect((await attempt()).status).toBe(401);
		const locked = await attempt();
		expect([locked.status, locked.events]).toEqual([
			429,
			[{ event: 'logInLocked', client: server.confidential.clientId, time: server.clock.time }],
		]);
		expect((await server.decisions()).slice(0, 2)).toEqual([
			'authorization.logIn refused log-in-locked',
			'authorization.logIn refused unknown-user',
		]);
		const rows = await server.store.db.selectFrom('audit_entry').selectAll().execute();
		expect(JSON.stringify(rows)).not.toContain('wrong field');
	});

	test('tells no key that somebody gave a user as the name', async () => {
		const { text: username } = generateCredential('iapi', 'live', systemRandom.bytes);
		valueOf(await server.realm.administer.users.create({ username }));
		const client = await server.register({
			grants: ['client_credentials'],
			actAs: { usernames: [username] },
		});
		const { events } = await server.ask('token', {
			form: { grant_type: 'client_credentials', username },
			headers: [basic(client.clientId, client.clientSecret ?? '')],
		});
		expect(events).toMatchObject([{ event: 'tokenIssued', user: '[credential]' }]);
	});

	test('counts once: a form that was sent before brings nothing more', async () => {
		const page = await server.open();
		const consent = pageOf(await page.submit(LOG_IN), server.ask);
		expect((await consent.submit({ decision: 'allow' })).status).toBe(303);
		const again = await consent.submit({ decision: 'allow' });
		expect([again.status, again.sent.get('code')]).toEqual([400, null]);
		expect((await page.submit(LOG_IN)).status).toBe(400);
		expect((await server.decisions())[0]).toBe('authorization.logIn refused form-used');
	});

	test('ends when a form is older than ten minutes', async () => {
		const page = await server.open();
		server.clock.time += 600_000;
		const late = await page.submit(LOG_IN);
		expect(late.status).toBe(400);
		expect((await server.decisions())[0]).toBe('authorization.logIn refused form-expired');
	});

	test('asks a user once for the same client and scopes, and again for more or when told to', async () => {
		const stage = async (parameters: object) =>
			(await (await server.open({ ...parameters })).submit(LOG_IN)).status;
		expect((await server.agree({ scope: 'read' })).status).toBe(303);
		expect(await stage({ scope: 'read' })).toBe(303);
		expect(await stage({ scope: 'read write' })).toBe(200);
		expect(await stage({ scope: 'read', prompt: 'consent' })).toBe(200);
		const [consent] = await server.realm.administer.consents.getAll({});
		expect(consent).toMatchObject({
			username: 'alice',
			clientId: server.confidential.clientId,
			scopes: ['read'],
		});
		valueOf(await server.realm.administer.consents.revoke(consent?.id ?? ''));
		expect(await stage({ scope: 'read' })).toBe(200);
	});

	test('asks no user of a trusted client for consent, but always to log in', async () => {
		const { clientId } = await server.register({ callbackUrls: [CALLBACK], trusted: true });
		const page = await server.open({ client_id: clientId });
		expect([page.status, page.body.includes('type="password"')]).toEqual([200, true]);
		const sent = await page.submit(LOG_IN);
		expect([sent.status, sent.sent.has('code')]).toEqual([303, true]);
	});

	test('shows a consent page that names client, user, scopes, applications and target', async () => {
		const name = 'Tom & Jerry <b>';
		const client = await server.register({
			name,
			description: 'Reads orders',
			callbackUrls: [CALLBACK],
		});
		const page = await server.open({
			client_id: client.clientId,
			scope: 'read',
			resource: `${ISSUER}/applications/Default`,
		});
		const { body } = await page.submit(LOG_IN);
		for (const text of [
			'Tom &amp; Jerry &lt;b&gt;',
			'Reads orders',
			'alice',
			'<bdi>read</bdi>',
			'<bdi>Default</bdi>',
			'client.example',
		]) {
			expect(body).toContain(text);
		}
	});

	test('gives an implicit client its token in the fragment, and nothing to renew it', async () => {
		const client = await server.register({
			type: 'public',
			callbackUrls: [CALLBACK],
			grants: ['implicit', 'refresh_token'],
			lifetimes: { accessSeconds: 7200 },
		});
		const asked = { client_id: client.clientId, response_type: 'token' };
		const stateless = await server.open({ ...asked, state: undefined });
		expect(stateless.sent.get('error')).toBe('invalid_request');
		const { headers, sent } = await server.agree(asked);
		expect(headers['location']).toMatch(`${CALLBACK}#access_token=iatk_live_`);
		expect(Object.fromEntries(sent)).toEqual({
			access_token: expect.stringMatching(/^iatk_live_/) as string,
			token_type: 'Bearer',
			expires_in: '3600',
			scope: 'read write',
			state: 'the state',
			iss: ISSUER,
		});
	});
});
