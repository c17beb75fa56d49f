import { LAST_USE_DELAY_SECONDS, lastUses } from '../../../src/realm/last-uses';
import type { LastUse } from '../../../src/store/credentials';

const use = (at: number): LastUse => ({ at, address: '192.0.2.7' });

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('last uses', () => {
	test('of many calls are written together, the latest of each key, every 30 seconds', async () => {
		const written: [string, LastUse][][] = [];
		const uses = lastUses(async (pending) => void written.push([...pending]));
		for (let at = 0; at < 1000; at += 1) uses.note(at % 2 ? 'odd' : 'even', use(at));
		await jest.advanceTimersByTimeAsync(LAST_USE_DELAY_SECONDS * 1000 - 1);
		expect(written).toEqual([]);
		await jest.advanceTimersByTimeAsync(1);
		const first = [
			['even', use(998)],
			['odd', use(999)],
		];
		expect(written).toEqual([first]);
		uses.note('odd', use(1000));
		await jest.advanceTimersByTimeAsync(LAST_USE_DELAY_SECONDS * 1000);
		expect(written).toEqual([first, [['odd', use(1000)]]]);
		expect(jest.getTimerCount()).toBe(0);
	});

	test('that cannot be written are kept, unless a later one is known', async () => {
		const written: [string, LastUse][][] = [];
		let isDown = true;
		const uses = lastUses(async (pending) => {
			if (isDown) throw new Error('down');
			written.push([...pending]);
		});
		uses.note('a', use(1));
		uses.note('b', use(2));
		await jest.advanceTimersByTimeAsync(LAST_USE_DELAY_SECONDS * 1000);
		uses.note('a', use(3));
		isDown = false;
		await uses.close();
		expect(written).toEqual([
			[
				['a', use(3)],
				['b', use(2)],
			],
		]);
		expect(jest.getTimerCount()).toBe(0);
	});

	test('do not keep a realm from closing', async () => {
		const uses = lastUses(() => Promise.reject(new Error('down')));
		uses.note('a', use(1));
		await expect(uses.close()).resolves.toBeUndefined();
		expect(jest.getTimerCount()).toBe(0);
	});
});
