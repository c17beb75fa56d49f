import { CACHE_SECONDS, rememberRecords } from '../../../src/realm/cache';

const clock = { time: 0, now: () => clock.time };
beforeEach(() => {
	clock.time = 0;
});

/** A source of records that says how often each was read and can be held up. */
function aSource(records: Record<string, string>) {
	const reads: string[] = [];
	let gate: Promise<unknown> = Promise.resolve();
	return {
		records,
		reads,
		hold(): () => void {
			let release = (): void => {};
			gate = new Promise((resolve) => {
				release = () => {
					resolve(undefined);
				};
			});
			return () => {
				release();
			};
		},
		async load(id: string) {
			reads.push(id);
			const record = records[id];
			await gate;
			return record;
		},
	};
}

describe('a remembered record', () => {
	test('is read once until its time is over', async () => {
		const source = aSource({ a: 'first' });
		const cache = rememberRecords(source.load, clock);
		expect([await cache.find('a'), await cache.find('a')]).toEqual(['first', 'first']);
		clock.time = CACHE_SECONDS * 1000 - 1;
		await cache.find('a');
		expect(source.reads).toEqual(['a']);
		clock.time = CACHE_SECONDS * 1000;
		await cache.find('a');
		expect(source.reads).toEqual(['a', 'a']);
	});

	test('is read once by all who ask at once', async () => {
		const source = aSource({ a: 'first' });
		const cache = rememberRecords(source.load, clock);
		await Promise.all(Array.from({ length: 50 }, () => cache.find('a')));
		expect(source.reads).toEqual(['a']);
	});

	test('is read anew after a change', async () => {
		const source = aSource({ a: 'first' });
		const cache = rememberRecords(source.load, clock);
		await cache.find('a');
		source.records['a'] = 'second';
		cache.clear();
		expect(await cache.find('a')).toBe('second');
	});

	test('that a change has overtaken while it was read is not remembered', async () => {
		const source = aSource({ a: 'first' });
		const cache = rememberRecords(source.load, clock);
		const release = source.hold();
		const overtaken = cache.find('a');
		source.records['a'] = 'second';
		cache.clear();
		const current = cache.find('a');
		release();
		expect([await overtaken, await current]).toEqual(['first', 'second']);
		expect(await cache.find('a')).toBe('second');
		expect(source.reads).toEqual(['a', 'a']);
	});

	test('that is not there, or could not be read, is asked for again', async () => {
		const source = aSource({});
		const cache = rememberRecords(source.load, clock);
		expect(await cache.find('a')).toBeUndefined();
		expect(await cache.find('a')).toBeUndefined();
		expect(source.reads).toEqual(['a', 'a']);

		let broken = true;
		const failing = rememberRecords(
			() => (broken ? Promise.reject(new Error('gone')) : Promise.resolve('back')),
			clock,
		);
		await expect(failing.find('a')).rejects.toThrow('gone');
		broken = false;
		expect(await failing.find('a')).toBe('back');
	});

	test('goes when there are too many, the oldest first', async () => {
		const source = aSource({ a: '1', b: '2', c: '3' });
		const cache = rememberRecords(source.load, clock, 2);
		for (const id of ['a', 'b', 'c', 'c', 'b', 'a']) await cache.find(id);
		expect(source.reads).toEqual(['a', 'b', 'c', 'a']);
	});
});
