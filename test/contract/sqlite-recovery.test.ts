import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { A_CALL, A_POLICY, aMessage, aRealm, type TestRealm, valueOf } from '../a-realm';
import { steadyTime } from '../steady-time';
import { sqliteStorage } from '../stores';

describe('a realm in SQLite', () => {
	let opened: TestRealm;
	let file: string;
	const threads: Worker[] = [];
	const noteThread = (message: unknown): void => {
		if (typeof message !== 'object' || message === null || !('worker' in message)) return;
		if (message.worker instanceof Worker) threads.push(message.worker);
	};
	beforeEach(async () => {
		threads.length = 0;
		subscribe('worker_threads', noteThread);
		const storage = await sqliteStorage();
		({ file } = storage.storage);
		opened = await aRealm(async () => storage);
	});
	afterEach(async () => {
		unsubscribe('worker_threads', noteThread);
		await opened.close();
	});
	const create = (username: string) => opened.realm.administer.users.create({ username });

	test('NT-85: that another program holds for 6 s accepts no call in bounded time, reads on, and recovers', async () => {
		valueOf(await create('alice'));
		const { apiKeys } = opened.realm.administer;
		const { key } = valueOf(await apiKeys.generate({ username: 'alice', name: 'k' }));
		const message = aMessage({ headerFields: [['X-API-Key', key]] });
		const decide = () =>
			opened.realm.authenticate(message, { ...A_POLICY, allowAnonymous: false }, A_CALL);
		const other = new DatabaseSync(file);
		other.exec('begin immediate');
		const started = steadyTime();
		let ended = 0;
		const writing = [create('bob'), decide()].map((work) =>
			work.catch((error: unknown) => error).finally(() => (ended += 1)),
		);
		expect(await opened.realm.administer.users.getAll()).toHaveLength(1);
		expect(ended).toBe(0);
		for (const refused of await Promise.all(writing)) {
			expect(refused).toMatchObject({ code: 'store-unavailable' });
		}
		expect(steadyTime() - started).toBeLessThan(14_000);
		other.close();
		valueOf(await create('carol'));
		expect((await decide()).kind).toBe('accepted');
		expect((await opened.realm.administer.users.getAll()).map(({ name }) => name)).toEqual([
			'alice',
			'carol',
		]);
	});

	test('NT-85: whose writing thread dies refuses what it was writing and goes on with another', async () => {
		valueOf(await create('alice'));
		const other = new DatabaseSync(file);
		other.exec('begin immediate');
		const writing = create('lost');
		await setTimeout(200);
		await Promise.all(threads.map((thread) => thread.terminate()));
		other.close();
		await expect(writing).rejects.toMatchObject({
			code: 'store-unavailable',
			message: "The realm's database could not be written: The writing thread has ended.",
		});
		const made = await Promise.all(['bob', 'carol', 'dave'].map(create));
		expect(made.map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
		expect(await opened.realm.administer.users.getAll()).toHaveLength(4);
	});
});
