import { systemRandom, uuidV7 } from '../../../src/crypto/random';

describe('a UUID of version 7', () => {
	test("is RFC 9562's example for its time and bits (appendix A.6)", () => {
		const bits = Buffer.from('0cc318c4dc0c0c07398f', 'hex');
		expect(uuidV7(0x017f22e279b0, { bytes: () => bits })).toBe(
			'017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
		);
	});

	test('sorts by time and is never the same', () => {
		const ids = Array.from({ length: 1000 }, (_, index) => uuidV7(index, systemRandom));
		expect(ids.toSorted()).toEqual(ids);
		expect(new Set(Array.from({ length: 1000 }, () => uuidV7(7, systemRandom))).size).toBe(1000);
	});
});

test('no bytes are given out twice, however many and of whatever length', () => {
	const lengths = Array.from({ length: 2_000 }, (_, draw) => 16 + (draw % 100));
	const drawn = lengths.map((length) => systemRandom.bytes(length));
	expect(drawn.map(({ length }) => length)).toEqual(lengths);
	const starts = new Set(drawn.map((bytes) => Buffer.from(bytes.subarray(0, 16)).toString('hex')));
	expect(starts.size).toBe(lengths.length);
	const [first = new Uint8Array()] = drawn;
	const before = Uint8Array.from(first);
	systemRandom.bytes(16);
	expect(first).toEqual(before);
});
