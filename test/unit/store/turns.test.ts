import { turns } from '../../../src/store/postgres/turns';

const PATIENCE = 1000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('a turn', () => {
	test('is had at once while there are some, and then in order', async () => {
		const { take } = turns(2, PATIENCE);
		const [one, two] = [await take(), await take()];
		const order: string[] = [];
		const waiting = ['a', 'b'].map((name) => take().then((end) => (order.push(name), end)));
		two?.('succeeded');
		(await waiting[0])?.('failed');
		await waiting[1];
		one?.('succeeded');
		expect(order).toEqual(['a', 'b']);
	});

	test('is waited for as long as others succeed', async () => {
		const { take } = turns(1, PATIENCE);
		let end = await take();
		const last = [take(), take(), take(), take()];
		for (const next of last) {
			jest.advanceTimersByTime(PATIENCE - 1);
			end?.('succeeded');
			end = await next;
		}
		expect(end).toBeDefined();
	});

	test('is not waited for where nothing succeeds, and is had again afterwards', async () => {
		const { take } = turns(1, PATIENCE);
		const end = await take();
		const [first, second] = [take(), take()];
		jest.advanceTimersByTime(PATIENCE - 1);
		end?.('failed');
		expect(await first).toBeDefined();
		jest.advanceTimersByTime(1);
		expect(await second).toBeUndefined();
		(await first)?.('failed');
		expect(await take()).toBeDefined();
	});
});
