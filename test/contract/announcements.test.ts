import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { openStore } from '../../src/realm/open-realm';
import { systemClock } from '../../src/realm/system-clock';
import { ANNOUNCED_WITHIN_MILLISECONDS } from '../../src/store/announcements';
import type { Store } from '../../src/store/store';
import { allAnnounced } from '../all-announced';
import { steadyTime } from '../steady-time';
import { stores, type TestStorage } from '../stores';

const REALM = 'd9b1d7db-0000-4000-8000-000000000001';

describe.each(stores)('an announcement in $engine', ({ create }) => {
	let storage: TestStorage;
	let store: Store;
	beforeEach(async () => {
		storage = await create();
		store = await openStore(storage.storage, systemClock);
	});
	afterEach(async () => {
		await store.close();
		await storage.remove();
	});

	test('reaches its own process before it returns, until the listener leaves', async () => {
		const told: (string | undefined)[] = [];
		const leave = store.onAnnounced((realmId) => told.push(realmId));
		await store.announce(REALM);
		expect(told).toContain(REALM);
		leave();
		const before = told.length;
		await store.announce(REALM);
		expect(told).toHaveLength(before);
	});

	test('reaches another process within a second', async () => {
		const delays: number[] = [];
		for (let round = 0; round < 3; round++) delays.push(await delayFromAnotherProcess());
		// The middle one: a disk that is slow for a moment is no fault of the announcement.
		expect(delays.toSorted((a, b) => a - b)[1]).toBeLessThan(ANNOUNCED_WITHIN_MILLISECONDS);
	});

	async function delayFromAnotherProcess(): Promise<number> {
		await allAnnounced(store);
		const child = spawn(process.execPath, [join(__dirname, 'announce.cjs')], {
			env: { ...process.env, STORAGE: JSON.stringify(storage.storage), REALM },
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		const ended = new Promise((resolve) => child.once('exit', resolve));
		const delay = new Promise<number>((resolve) => {
			child.stdout.once('data', () => {
				// What arrives from here on can only be the announcement.
				const told = steadyTime();
				const leave = store.onAnnounced((realmId) => {
					if (realmId !== REALM) return;
					leave();
					resolve(steadyTime() - told);
				});
				child.stdin.write('now\n');
			});
		});
		await ended;
		return await delay;
	}
});
