import { randomBytes, randomUUID } from 'node:crypto';

/** The one source of randomness of a realm. `bytes` are cryptographically strong. */
export interface RandomSource {
	bytes(length: number): Uint8Array;
	uuid(): string;
}

export const systemRandom: RandomSource = {
	bytes: (length) => new Uint8Array(randomBytes(length)),
	uuid: () => randomUUID(),
};

/**
 * A UUID of version 7 (RFC 9562 section 5.7): sorted by time, with 74 random bits.
 *
 * @param time milliseconds since 1970
 */
export function uuidV7(time: number, { bytes }: Pick<RandomSource, 'bytes'>): string {
	const uuid = Buffer.alloc(16);
	uuid.set(bytes(10), 6);
	uuid.writeUIntBE(time, 0, 6);
	uuid[6] = 0x70 | ((uuid[6] ?? 0) & 0x0f);
	uuid[8] = 0x80 | ((uuid[8] ?? 0) & 0x3f);
	const hex = uuid.toString('hex');
	return [0, 8, 12, 16, 20].map((from, at, all) => hex.slice(from, all[at + 1])).join('-');
}
