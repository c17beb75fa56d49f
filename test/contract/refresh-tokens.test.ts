import { valueOf } from '../a-realm';
import { stores } from '../stores';
import {
	anAuthorizationServer,
	basic,
	CALLBACK,
	type Reply,
	type TestServer,
	VERIFIER,
} from './an-authorization-server';

const DAY = 24 * 60 * 60 * 1000;
const outcome = ({ status, json }: Reply) => [status, json['error']];

describe.each(stores)('a refresh token in $engine', ({ create }) => {
	let server: TestServer;
	beforeEach(async () => {
		server = await anAuthorizationServer(create);
	});
	afterEach(() => server.close());

	const refreshOf = ({ json }: Reply): string => String(json['refresh_token']);
	const refresh = async (text: string, parts: object = {}) =>
		await server.token({ grant_type: 'refresh_token', refresh_token: text, ...parts });
	/** The same by a client of its own, with the grace that the test may be about. */
	const asAnother = async (text: string): Promise<Reply> => {
		const lifetimes = { refreshGraceSeconds: 10 };
		const other = await server.register({ callbackUrls: [CALLBACK], lifetimes });
		return await server.ask('token', {
			form: { grant_type: 'refresh_token', refresh_token: text },
			headers: [basic(other.clientId, other.clientSecret ?? '')],
		});
	};
	const start = async (parameters: object = {}) => {
		const code = await server.code({ ...parameters });
		return await server.token({
			grant_type: 'authorization_code',
			code,
			redirect_uri: CALLBACK,
			code_verifier: VERIFIER,
		});
	};
	const isActive = async ({ json }: Reply): Promise<unknown> => {
		const headers = [basic(server.confidential.clientId, server.secret)];
		const form = { token: String(json['access_token']) };
		return (await server.ask('introspect', { form, headers })).json['active'];
	};

	test('that leaked is found by how it begins, with what its grant brought', async () => {
		const first = await start();
		const second = await refresh(refreshOf(first));
		await start();
		const { getAll, revoke } = server.realm.administer.tokens;
		const idIn = (text: unknown) => String(text).split('_')[2] ?? '';
		const found = async (text: unknown) =>
			(await getAll({ publicId: idIn(text) })).map(({ credentialId }) => credentialId).sort();
		const [one, two] = [first.json['access_token'], second.json['access_token']];
		const both = [...(await found(one)), ...(await found(two))].sort();
		expect(new Set(both).size).toBe(2);
		expect(await found(refreshOf(first))).toEqual(both);
		expect(await found(refreshOf(second))).toEqual(both);
		valueOf(await revoke(both[0] ?? ''));
		expect(outcome(await refresh(refreshOf(second)))).toEqual([400, 'invalid_grant']);
	});

	test('NT-31: is used once; a second use ends its family', async () => {
		const first = await start();
		const second = await refresh(refreshOf(first));
		expect([second.status, refreshOf(second) === refreshOf(first)]).toEqual([200, false]);
		const again = await refresh(refreshOf(first));
		expect(outcome(again)).toEqual([400, 'invalid_grant']);
		expect(again.events).toMatchObject([{ event: 'reuseDetected', user: 'alice' }]);
		expect((await server.decisions())[0]).toBe('token.issue refused refresh-reuse');
		expect(outcome(await refresh(refreshOf(second)))).toEqual([400, 'invalid_grant']);
		expect([await isActive(first), await isActive(second)]).toEqual([false, false]);
	});

	describe('with ten seconds of grace', () => {
		beforeEach(async () => {
			const { clients } = server.realm.administer;
			const lifetimes = { refreshGraceSeconds: 10 };
			valueOf(await clients.update(server.confidential.clientId, { lifetimes }));
		});

		test('NT-32: is exchanged once more while its successor is unused, which then is dead', async () => {
			const first = await start();
			const lost = await refresh(refreshOf(first));
			server.clock.time += 9_999;
			const found = await refresh(refreshOf(first));
			expect(found.status).toBe(200);
			expect(outcome(await refresh(refreshOf(lost)))).toEqual([400, 'invalid_grant']);
			expect(outcome(await refresh(refreshOf(found)))).toEqual([400, 'invalid_grant']);
		});

		test('NT-32: goes on by the token of the second answer', async () => {
			const first = await start();
			await refresh(refreshOf(first));
			const found = await refresh(refreshOf(first));
			expect((await refresh(refreshOf(found))).status).toBe(200);
		});

		test('NT-32: ends its family once the successor was used, and after ten seconds', async () => {
			const first = await start();
			const second = await refresh(refreshOf(first));
			expect((await refresh(refreshOf(second))).status).toBe(200);
			expect(outcome(await refresh(refreshOf(first)))).toEqual([400, 'invalid_grant']);
			const other = await start({ prompt: 'consent' });
			const next = await refresh(refreshOf(other));
			server.clock.time += 10_000;
			expect(outcome(await refresh(refreshOf(other)))).toEqual([400, 'invalid_grant']);
			expect(outcome(await refresh(refreshOf(next)))).toEqual([400, 'invalid_grant']);
		});

		test('NT-32, NT-34: is for its own client: a used token of another ends its family', async () => {
			const first = await start();
			const next = await refresh(refreshOf(first));
			const foreign = await asAnother(refreshOf(first));
			expect([outcome(foreign), 'access_token' in foreign.json]).toEqual([
				[400, 'invalid_grant'],
				false,
			]);
			expect(outcome(await refresh(refreshOf(next)))).toEqual([400, 'invalid_grant']);
		});
	});

	test('NT-33: gives less scope when asked, all of it again next time, and never more', async () => {
		const first = await start({ scope: 'read write' });
		expect(outcome(await refresh(refreshOf(first), { scope: 'read admin' }))).toEqual([
			400,
			'invalid_scope',
		]);
		const narrow = await refresh(refreshOf(first), { scope: 'read' });
		expect(narrow.json['scope']).toBe('read');
		expect((await refresh(refreshOf(narrow))).json['scope']).toBe('read write');
		const little = await start({ scope: 'read' });
		expect(outcome(await refresh(refreshOf(little), { scope: 'read write' }))).toEqual([
			400,
			'invalid_scope',
		]);
	});

	test('NT-34: of another client is refused, and its owner goes on', async () => {
		const first = await start();
		const foreign = await asAnother(refreshOf(first));
		expect(outcome(foreign)).toEqual([400, 'invalid_grant']);
		expect((await refresh(refreshOf(first))).status).toBe(200);
	});

	test('NT-35: counts no more once user, consent or client are not what they were', async () => {
		const { users, consents, clients } = server.realm.administer;
		const first = await start();
		valueOf(await users.setState('alice', 'disabled'));
		expect(outcome(await refresh(refreshOf(first)))).toEqual([400, 'invalid_grant']);
		expect(await isActive(first)).toBe(false);
		valueOf(await users.setState('alice', 'enabled'));
		const second = await refresh(refreshOf(first));
		expect(second.status).toBe(200);
		const [consent] = await consents.getAll({});
		valueOf(await consents.revoke(consent?.id ?? ''));
		expect(outcome(await refresh(refreshOf(second)))).toEqual([400, 'invalid_grant']);
		expect(await isActive(second)).toBe(false);
		const third = await start();
		valueOf(await clients.setState(server.confidential.clientId, 'disabled'));
		expect(outcome(await refresh(refreshOf(third)))).toEqual([401, 'invalid_client']);
	});

	test('NT-36: ends with its family, which no rotation prolongs', async () => {
		let last = await start();
		for (let day = 6; day < 30; day += 6) {
			server.clock.time += 6 * DAY;
			last = await refresh(refreshOf(last));
			expect(last.status).toBe(200);
		}
		server.clock.time += 6 * DAY - 1;
		last = await refresh(refreshOf(last));
		expect(last.status).toBe(200);
		server.clock.time += 1;
		expect(outcome(await refresh(refreshOf(last)))).toEqual([400, 'invalid_grant']);
		expect((await server.decisions())[0]).toBe('token.issue refused refresh-expired');
	});

	test('lies unused for seven days at most', async () => {
		const first = await start();
		server.clock.time += 7 * DAY;
		expect(outcome(await refresh(refreshOf(first)))).toEqual([400, 'invalid_grant']);
	});

	test('NT-37: that never was logs nobody out', async () => {
		const first = await start();
		const text = refreshOf(first);
		const [brand = '', environment = '', id = ''] = text.split('_');
		for (const wrong of ['x', [brand, environment, id, 'A'.repeat(49)].join('_'), `${text}x`]) {
			expect(outcome(await refresh(wrong))).toEqual([400, 'invalid_grant']);
		}
		expect((await refresh(text)).status).toBe(200);
	});

	test('is none of a client that may not refresh', async () => {
		const client = await server.register({
			callbackUrls: [CALLBACK],
			grants: ['authorization_code'],
			trusted: true,
		});
		const code = await server.code({ client_id: client.clientId });
		const reply = await server.ask('token', {
			form: {
				grant_type: 'authorization_code',
				code,
				redirect_uri: CALLBACK,
				code_verifier: VERIFIER,
			},
			headers: [basic(client.clientId, client.clientSecret ?? '')],
		});
		expect([reply.status, 'refresh_token' in reply.json]).toEqual([200, false]);
	});
});
