import { randomUUID } from 'node:crypto';

import { sql } from 'kysely';

import { openStore } from '../../src/realm/open-realm';
import type { Verdict } from '../../src/realm/realm';
import { LOSS_NOTICED_WITHIN_MILLISECONDS } from '../../src/store/announcements';
import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { type LoopbackProxy, startProxy } from '../loopback-proxy';
import { postgresStorage } from '../postgres-schemas';
import { steadyTime } from '../steady-time';
import { describePostgres } from '../stores';

/** Waiting for a turn, for a connection and for an answer, and some for a busy machine. */
const BOUND_MILLISECONDS = 10_000;
/** For what is promised to happen, not when. */
const PATIENCE = 60_000;

describePostgres('a realm whose PostgreSQL goes away', () => {
	let proxy: LoopbackProxy;
	let opened: TestRealm;
	let key: string;

	beforeEach(async () => {
		const direct = await postgresStorage();
		const { connection } = direct.storage;
		proxy = await startProxy(connection);
		const viaProxy = { ...connection, host: '127.0.0.1', port: proxy.port };
		opened = await aRealm(async () => ({
			...direct,
			storage: { kind: 'postgres', connection: viaProxy },
		}));
		const { users, apiKeys } = opened.realm.administer;
		valueOf(await users.create({ username: 'alice' }));
		({ key } = valueOf(await apiKeys.generate({ username: 'alice', name: 'k' })));
	});
	afterEach(async () => {
		await opened.close();
		await proxy.close();
	});

	const decide = (): Promise<Verdict> =>
		opened.realm.authenticate(
			aMessage({ headerFields: [['X-API-Key', key]] }),
			{ ...A_POLICY, allowAnonymous: false },
			A_CALL,
		);
	const refusesInTime = async (count: number): Promise<void> => {
		const started = steadyTime();
		const calls = await Promise.allSettled(Array.from({ length: count }, decide));
		expect(steadyTime() - started).toBeLessThan(BOUND_MILLISECONDS);
		for (const call of calls) {
			expect(call).toMatchObject({ status: 'rejected', reason: { code: 'store-unavailable' } });
		}
	};
	const until = async (condition: () => boolean, boundMilliseconds: number): Promise<void> => {
		const started = steadyTime();
		while (!condition()) {
			if (steadyTime() - started > boundMilliseconds)
				throw new Error(`Still not so: ${condition.toString()}`);
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	};

	test.each([
		['stopped', () => proxy.close()],
		['half-open', async () => proxy.freeze()],
	])('NT-87, NT-85: %s refuses in bounded time and recovers by itself', async (_how, take) => {
		expect((await decide()).kind).toBe('accepted');
		await Promise.all(Array.from({ length: 10 }, decide));
		await take();
		await refusesInTime(1);
		await refusesInTime(30);
		await proxy.reopen();
		expect((await decide()).kind).toBe('accepted');
		const again = await opened.realm.administer.users.setState('alice', 'disabled');
		expect(again.kind).toBe('done');
	});

	test('NT-87: restarted between two calls is noticed by neither', async () => {
		await Promise.all(Array.from({ length: 10 }, decide));
		await proxy.close();
		await proxy.reopen();
		expect((await decide()).kind).toBe('accepted');
	});

	test('goes away while the store is closing: the query fails, and nothing else does', async () => {
		const store = await openStore(opened.storage.storage, opened.clock);
		const name = `slept_${randomUUID()}`;
		const query = store.db.selectNoFrom(sql`pg_sleep(60)`.as(name)).execute();
		const failed = expect(query).rejects.toMatchObject({ code: 'store-unavailable' });
		const running = sql`select 1 from pg_stat_activity where query like ${`%${name}%`}`;
		while ((await running.execute(store.db)).rows.length === 0);
		const closed = store.close();
		await proxy.close();
		await failed;
		await closed;
		await proxy.reopen();
		await expect(store.time()).rejects.toMatchObject({ code: 'store-unavailable' });
		// A rejection that nobody handles fails the test by then.
		await new Promise((resolve) => setImmediate(resolve));
	});

	test.each([
		['stopped', () => proxy.close()],
		['half-open', async () => proxy.freeze()],
	])('NT-88: %s tells that anything may have changed, now and when back', async (_how, take) => {
		const { store } = opened;
		await until(() => store.listening(), PATIENCE);
		const told: (string | undefined)[] = [];
		// Realms of other tests may share the database, and with it the channel.
		const isMeant = (realmId?: string) =>
			realmId === undefined || ['before', 'somebody'].includes(realmId);
		store.onAnnounced((realmId) => isMeant(realmId) && told.push(realmId));
		// One's own announcement arrives at once and again from the server, behind all before it.
		await store.announce('before');
		await until(() => told.filter((realmId) => realmId === 'before').length === 2, PATIENCE);
		told.length = 0;
		await take();
		await until(() => !store.listening(), LOSS_NOTICED_WITHIN_MILLISECONDS);
		expect(told).toEqual([undefined]);
		await proxy.reopen();
		await until(() => store.listening(), PATIENCE);
		expect(told).toEqual([undefined, undefined]);
		await store.announce('somebody');
		await until(() => told.length >= 4, PATIENCE);
		expect(told.slice(2)).toEqual(['somebody', 'somebody']);
	});
});

describePostgres('a PostgreSQL database that cannot be opened', () => {
	test.each([
		['nobody there', { port: 1 }, 'cannot be reached (connect ECONNREFUSED 127.0.0.1:1)'],
		['no such database', { database: 'not there' }, 'does not exist: create it'],
		[
			'TLS that the server lacks',
			{ tls: { serverIs: 'verified' as const, ca: 'x' } },
			'cannot be reached',
		],
	])('for %s is a sentence without the password', async (_why, parts, sentence) => {
		const { storage, remove } = await postgresStorage();
		const connection = { ...storage.connection, host: '127.0.0.1', password: 'hush', ...parts };
		const opening = aRealm(async () => ({
			storage: { kind: 'postgres', connection },
			execute: async () => {},
			remove,
		}));
		const fault: unknown = await opening.catch((error: unknown) => error);
		expect(fault).toMatchObject({
			code: 'store-unavailable',
			message: expect.stringContaining(sentence),
		});
		expect(String(fault)).not.toContain('hush');
	});
});
