/**
 * BLAKE2b written down from RFC 7693, to compare with what libsodium computes. Slow and simple.
 */
const IV = [
	0x6a09e667f3bcc908n,
	0xbb67ae8584caa73bn,
	0x3c6ef372fe94f82bn,
	0xa54ff53a5f1d36f1n,
	0x510e527fade682d1n,
	0x9b05688c2b3e6c1fn,
	0x1f83d9abfb41bd6bn,
	0x5be0cd19137e2179n,
];

// Section 2.7; the last two rounds take the first two again.
const SIGMA = [
	[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
	[14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
	[11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
	[7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
	[9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
	[2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
	[12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
	[13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
	[6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
	[10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

const COLUMNS_AND_DIAGONALS = [
	[0, 4, 8, 12],
	[1, 5, 9, 13],
	[2, 6, 10, 14],
	[3, 7, 11, 15],
	[0, 5, 10, 15],
	[1, 6, 11, 12],
	[2, 7, 8, 13],
	[3, 4, 9, 14],
] as const;

const BLOCK = 128;
const word = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate = (value: bigint, by: bigint): bigint => word((value >> by) | (value << (64n - by)));

function compress(h: bigint[], block: Uint8Array, count: number, isLast: boolean): void {
	const view = new DataView(block.buffer, block.byteOffset, BLOCK);
	const m = Array.from({ length: 16 }, (_, index) => view.getBigUint64(index * 8, true));
	const v = [...h, ...IV];
	const at = (index: number): bigint => v[index] ?? 0n;
	v[12] = at(12) ^ BigInt(count);
	if (isLast) v[14] = word(~at(14));
	for (let round = 0; round < 12; round += 1) {
		const sigma = SIGMA[round % 10] ?? [];
		for (const [step, [a, b, c, d]] of COLUMNS_AND_DIAGONALS.entries()) {
			const x = m[sigma[2 * step] ?? 0] ?? 0n;
			const y = m[sigma[2 * step + 1] ?? 0] ?? 0n;
			v[a] = word(at(a) + at(b) + x);
			v[d] = rotate(at(d) ^ at(a), 32n);
			v[c] = word(at(c) + at(d));
			v[b] = rotate(at(b) ^ at(c), 24n);
			v[a] = word(at(a) + at(b) + y);
			v[d] = rotate(at(d) ^ at(a), 16n);
			v[c] = word(at(c) + at(d));
			v[b] = rotate(at(b) ^ at(c), 63n);
		}
	}
	for (const [index, value] of h.entries()) h[index] = value ^ at(index) ^ at(index + 8);
}

export function blake2b(length: number, message: Uint8Array, key = new Uint8Array(0)): Buffer {
	const h = [...IV];
	h[0] = (IV[0] ?? 0n) ^ 0x01010000n ^ (BigInt(key.length) << 8n) ^ BigInt(length);
	const keyBlock = key.length === 0 ? Buffer.alloc(0) : Buffer.concat([key], BLOCK);
	const all = Buffer.concat([keyBlock, message]);
	const blocks = Math.max(1, Math.ceil(all.length / BLOCK));
	for (let index = 0; index < blocks; index += 1) {
		const isLast = index === blocks - 1;
		const block = Buffer.concat([all.subarray(index * BLOCK, (index + 1) * BLOCK)], BLOCK);
		compress(h, block, isLast ? all.length : (index + 1) * BLOCK, isLast);
	}
	const digest = Buffer.alloc(64);
	for (const [index, value] of h.entries()) digest.writeBigUInt64LE(value, index * 8);
	return digest.subarray(0, length);
}
