import { valueOf } from '../a-realm';
import { sqliteStorage, stores } from '../stores';
import { outcomeOf } from './a-token-realm';
import { PASSWORD, type Reply } from './an-authorization-server';
import { anInteractServer, type Asked, type InteractServer, WRONG } from './an-interact-server';
import { untilPruned } from './hourly-pruning';

const HOUR = 3_600_000;

describe.each(stores)('what a password got from Interact in $engine', ({ create }) => {
	let server: InteractServer;
	beforeEach(async () => {
		server = await anInteractServer(create);
		valueOf(await server.realm.administer.passwords.set('bob', PASSWORD));
	});
	afterEach(() => server.close());

	const refresh = ({ json }: Reply, asked: Asked = {}): Promise<Reply> =>
		server.refresh(json['refresh_token'], { interactPasswordGrant: true, ...asked });
	const callOf = async (reply: Reply): Promise<string> => outcomeOf(await server.callWith(reply));
	const expectRefused = async (reply: Promise<Reply>, reason: string): Promise<void> => {
		const { status, json } = await reply;
		expect([status, json]).toEqual([400, WRONG]);
		expect((await server.decisions())[0]).toBe(`token.issue refused ${reason}`);
	};

	test('IN-9, IN-10: goes on by its refresh token, whose second use ends it', async () => {
		const first = await server.logInByPassword();
		server.clock.time += 600_000;
		const second = await refresh(first);
		expect([second.status, Object.keys(second.json)]).toEqual([200, Object.keys(first.json)]);
		expect(await server.callWith(second)).toMatchObject({ caller: { type: 'user', user: 'bob' } });
		expect(await server.callWith(second)).not.toHaveProperty('caller.actor');
		const again = await refresh(first);
		expect(again.events).toMatchObject([{ event: 'reuseDetected', user: 'bob' }]);
		await expectRefused(refresh(second), 'grant-revoked');
		expect([await callOf(first), await callOf(second)]).toEqual(['token-revoked', 'token-revoked']);
	});

	test('IN-10: goes on for a day at most, and for the person of its user alone', async () => {
		const first = await server.logInByPassword();
		await expectRefused(refresh(first, { query: 'personid=somebody' }), 'user-not-allowed');
		const next = await refresh(first, { query: 'personid=person-1' });
		expect(next.status).toBe(200);
		server.clock.time += 24 * HOUR;
		await expectRefused(refresh(next), 'refresh-expired');
	});

	test('IN-10: does not go on where log-ins by a password were switched off', async () => {
		const first = await server.logInByPassword();
		await expectRefused(refresh(first, { interactPasswordGrant: false }), 'grant-not-allowed');
		expect(await callOf(first)).toBe('accepted');
		const byKey = await server.logIn();
		expect((await server.refresh(byKey.json['refresh_token'])).status).toBe(200);
	});

	test('IN-10: ends with the state of its user', async () => {
		const { users } = server.realm.administer;
		const first = await server.logInByPassword();
		expect(await callOf(first)).toBe('accepted');
		valueOf(await users.setState('bob', 'disabled'));
		expect(await callOf(first)).toBe('user-disabled');
		await expectRefused(refresh(first), 'user-disabled');
		valueOf(await users.setState('bob', 'enabled'));
		expect((await refresh(first)).status).toBe(200);
		valueOf(await users.delete('bob'));
		expect(await callOf(first)).toBe('unknown-token');
		await expectRefused(refresh(first), 'unknown-refresh-token');
	});

	test('IN-10: ends with the password, while what others and keys got goes on', async () => {
		const { users, passwords } = server.realm.administer;
		valueOf(await users.create({ username: 'carol' }));
		valueOf(await passwords.set('carol', PASSWORD));
		const others = [
			await server.logIn(),
			await server.logInByPassword({ form: { username: 'carol' } }),
		];
		const changed = await server.logInByPassword();
		expect(await callOf(changed)).toBe('accepted');
		valueOf(await passwords.set('bob', PASSWORD));
		expect(await callOf(changed)).toBe('token-revoked');
		await expectRefused(refresh(changed), 'password-changed');
		const removed = await server.logInByPassword();
		expect(await callOf(removed)).toBe('accepted');
		valueOf(await passwords.remove('bob'));
		expect(await callOf(removed)).toBe('token-revoked');
		await expectRefused(refresh(removed), 'password-changed');
		for (const other of others) expect(await callOf(other)).toBe('accepted');
	});

	test('IN-10: is listed, and ends for good where an admin revokes its token', async () => {
		const { tokens } = server.realm.administer;
		for (const logIn of [server.logInByPassword, server.logIn]) {
			const reply = await logIn();
			const [token] = await tokens.getAll({ username: 'bob', limit: 1 });
			expect(token).toMatchObject({ username: 'bob', dialect: 'interact', state: 'active' });
			valueOf(await tokens.revoke(token?.credentialId ?? ''));
			expect(await callOf(reply)).toBe('token-revoked');
			await expectRefused(refresh(reply), 'grant-revoked');
			server.clock.time += 1000;
		}
	});

	test('IN-10: is forgotten a day after its end', async () => {
		await server.logInByPassword();
		const reopened = await server.again();
		server.clock.time += 48 * HOUR + 1;
		await untilPruned(server.store, reopened.id, () => server.logInByPassword({ realm: reopened }));
		const { db } = server.store;
		expect(await db.selectFrom('key_grant').selectAll().execute()).toHaveLength(1);
		expect(await db.selectFrom('guid_token').selectAll().execute()).toHaveLength(1);
	});
});

describe('a password that another process changes while its token is issued', () => {
	let server: InteractServer;
	beforeEach(async () => {
		server = await anInteractServer(sqliteStorage);
		valueOf(await server.realm.administer.passwords.set('bob', PASSWORD));
	});
	afterEach(() => server.close());

	test('IN-10: brings a token that is dead', async () => {
		const { clock, storage } = server;
		const { now } = clock;
		clock.now = () => {
			void storage.execute(
				`pragma busy_timeout = 10000;
				update user_password set salt = 'AAAAAAAAAAAAAAAAAAAAAA'
					where exists (select id from key_grant where credential_id is null)`,
			);
			return now();
		};
		const reply = await server.logInByPassword();
		clock.now = now;
		expect(reply.status).toBe(200);
		expect(outcomeOf(await server.callWith(reply))).toBe('token-revoked');
	});
});
