import { systemRandom } from '../../src/crypto/random';
import { openKeptRealm } from '../../src/realm/kept-realm';
import type { Realm } from '../../src/realm/realm';
import { KEY_LOCK, NOON, valueOf } from '../a-realm';
import { damaged } from '../damaged';
import { sqliteStorage, stores } from '../stores';
import { outcomeOf } from './a-token-realm';
import type { Reply } from './an-authorization-server';
import { anInteractServer, type InteractServer, PERSON, WRONG } from './an-interact-server';
import { untilPruned } from './hourly-pruning';

const HOUR = 3_600_000;

describe.each(stores)('a refresh token of Interact in $engine', ({ create }) => {
	let server: InteractServer;
	beforeEach(async () => {
		server = await anInteractServer(create);
	});
	afterEach(() => server.close());

	const refreshOf = ({ json }: Reply): string => String(json['refresh_token']);
	const expectRefused = async (reply: Promise<Reply>, reason: string): Promise<void> => {
		const { status, json } = await reply;
		expect([status, json]).toEqual([400, WRONG]);
		expect((await server.decisions())[0]).toBe(`token.issue refused ${reason}`);
	};

	test('IN-9: brings the next pair once; a second use ends all that came from the log-in', async () => {
		const first = await server.logIn();
		server.clock.time += 600_000;
		const second = await server.refresh(refreshOf(first));
		expect([second.status, Object.keys(second.json)]).toEqual([200, Object.keys(first.json)]);
		expect(second.json['issued']).toBe(new Date(NOON + 600_000).toUTCString());
		expect(await server.callWith(second)).toMatchObject({
			caller: { user: 'bob', actor: { type: 'apiKey', id: server.pair.credentialId } },
		});
		const again = await server.refresh(refreshOf(first));
		expect(again.events).toMatchObject([{ event: 'reuseDetected', user: 'bob' }]);
		expect((await server.decisions())[0]).toBe('token.issue refused refresh-reuse');
		expect(again.json).toEqual(WRONG);
		await expectRefused(server.refresh(refreshOf(second)), 'grant-revoked');
		const outcomes = [await server.callWith(first), await server.callWith(second)];
		expect(outcomes.map(outcomeOf)).toEqual(['token-revoked', 'token-revoked']);
		expect((await server.logIn()).status).toBe(200);
	});

	test('IN-9: is taken in letters of either case, and unknown in any other form', async () => {
		const text = refreshOf(await server.logIn());
		for (const other of [damaged(text), text.replaceAll('-', ''), `{${text}}`, '', 'x']) {
			expect((await server.refresh(other)).status).toBe(400);
		}
		expect((await server.refresh(text.toUpperCase())).status).toBe(200);
	});

	test('IN-9: goes on for a day from the log-in at most, however often it is used', async () => {
		let reply = await server.logIn();
		for (let hour = 0; hour < 23; hour += 1) {
			server.clock.time += HOUR;
			reply = await server.refresh(refreshOf(reply));
			expect(reply.status).toBe(200);
		}
		server.clock.time += HOUR - 1;
		reply = await server.refresh(refreshOf(reply));
		expect(reply.status).toBe(200);
		server.clock.time += 1;
		await expectRefused(server.refresh(refreshOf(reply)), 'refresh-expired');
	});

	test('IN-7: needs the tenant beside it, which is no use of it', async () => {
		const text = refreshOf(await server.logIn());
		await expectRefused(server.refresh(text, { tenant: undefined }), 'tenant-mismatch');
		expect((await server.refresh(text)).status).toBe(200);
	});

	test('IN-5: is no way round what the key may do now', async () => {
		const { apiKeys, users } = server.realm.administer;
		const { credentialId } = server.pair;
		const text = refreshOf(await server.logIn());
		valueOf(await apiKeys.update(credentialId, { actAs: 'none' }));
		await expectRefused(server.refresh(text), 'user-not-allowed');
		valueOf(await apiKeys.update(credentialId, { actAs: { usernames: ['bob'] } }));
		valueOf(await users.setState('bob', 'disabled'));
		await expectRefused(server.refresh(text), 'user-disabled');
		valueOf(await users.setState('bob', 'enabled'));
		valueOf(await users.setState('alice', 'disabled'));
		await expectRefused(server.refresh(text), 'user-disabled');
		valueOf(await users.setState('alice', 'enabled'));
		await expectRefused(server.refresh(text, { query: 'personid=alice' }), 'user-not-allowed');
		expect((await server.refresh(text, { query: `personid=${PERSON}` })).status).toBe(200);
	});

	test('IN-12, IN-13: ends with its key, and with the secret that it was had by', async () => {
		const { apiKeys } = server.realm.administer;
		const { credentialId } = server.pair;
		const text = refreshOf(await server.logIn());
		valueOf(await apiKeys.rotate(credentialId, { graceSeconds: 60 }));
		server.clock.time += 59_999;
		const next = await server.refresh(text);
		expect(next.status).toBe(200);
		server.clock.time += 1;
		await expectRefused(server.refresh(refreshOf(next)), 'key-pair-rotated');
		valueOf(await apiKeys.revoke(credentialId));
		await expectRefused(server.refresh(refreshOf(next)), 'key-pair-revoked');
	});

	test('IN-9: is found after the realm key was rotated, also by who has the realm open', async () => {
		const before = refreshOf(await server.logIn());
		const settings = { realm: 'default', lock: KEY_LOCK };
		const ports = { clock: server.clock, random: systemRandom };
		const kept = await openKeptRealm(settings, server.store, ports);
		expect(await kept.rotate(() => undefined)).toMatchObject({ kind: 'done' });
		await kept.realm.close();
		const reopened = await server.again();
		const issued = await server.logIn({ realm: reopened });
		expect((await server.refresh(refreshOf(issued))).status).toBe(200);
		expect((await server.refresh(before, { realm: reopened })).status).toBe(200);
	});

	test('IN-9: is forgotten a day after its end', async () => {
		await server.logIn();
		const grants = async (realm: Realm): Promise<number> => {
			await untilPruned(server.store, realm.id, () => server.logIn({ realm }));
			return (await server.store.db.selectFrom('key_grant').selectAll().execute()).length;
		};
		const opened = [await server.again(), await server.again()] as const;
		server.clock.time += 48 * HOUR;
		expect(await grants(opened[0])).toBe(2);
		server.clock.time += 1;
		expect(await grants(opened[1])).toBe(2);
		expect(await server.store.db.selectFrom('guid_token').selectAll().execute()).toHaveLength(2);
	});
});

describe('a refresh token of Interact that somebody else uses at the same moment', () => {
	let server: InteractServer;
	beforeEach(async () => {
		server = await anInteractServer(sqliteStorage);
	});
	afterEach(() => server.close());

	test('IN-9: brings a token that is dead, whoever was first', async () => {
		const first = await server.logIn();
		const { clock, storage } = server;
		const { now } = clock;
		// What another process does between the use of the token and the issue of the next one.
		clock.now = () => {
			void storage.execute(
				`pragma busy_timeout = 10000;
				update key_grant set revoked_at = ${String(NOON)} where id in
					(select grant_id from guid_token where consumed_at is not null)`,
			);
			return now();
		};
		const next = await server.refresh(first.json['refresh_token']);
		clock.now = now;
		expect(next.status).toBe(200);
		expect(outcomeOf(await server.callWith(next))).toBe('token-revoked');
	});
});
