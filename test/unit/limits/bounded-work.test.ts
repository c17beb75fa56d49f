import { boundedWork } from '../../../src/limits/bounded-work';

/** Work that ends when it is told to. */
function held() {
	const ends: (() => void)[] = [];
	let most = 0;
	let running = 0;
	const work = async (): Promise<'done'> => {
		running += 1;
		most = Math.max(most, running);
		await new Promise<void>((end) => ends.push(end));
		running -= 1;
		return 'done';
	};
	return { work, ends, most: () => most, running: () => running };
}
const turn = () => new Promise((done) => setImmediate(done));

describe('bounded work', () => {
	test('is done so many at once, the rest waits in order, and what is too much is refused', async () => {
		const { work, ends, most, running } = held();
		const bounded = boundedWork(2, 3);
		const order: number[] = [];
		const all = Array.from({ length: 7 }, (_, number) =>
			bounded.run(work).then((outcome) => {
				order.push(number);
				return outcome;
			}),
		);
		await turn();
		expect([running(), ends.length, order]).toEqual([2, 2, [5, 6]]);
		for (let done = 0; done < 5; done += 1) {
			ends[done]?.();
			await turn();
		}
		expect(await Promise.all(all)).toEqual([
			'done',
			'done',
			'done',
			'done',
			'done',
			'busy',
			'busy',
		]);
		expect([most(), order]).toEqual([2, [5, 6, 0, 1, 2, 3, 4]]);
	});

	test('gives its place on where work fails, and takes new work after being busy', async () => {
		const bounded = boundedWork(1, 1);
		const fails = bounded.run(() => Promise.reject(new Error('no')));
		const waits = bounded.run(() => Promise.resolve('second'));
		expect(await bounded.run(() => Promise.resolve('third'))).toBe('busy');
		await expect(fails).rejects.toThrow('no');
		expect(await waits).toBe('second');
		expect(await bounded.run(() => Promise.resolve('fourth'))).toBe('fourth');
	});
});
