import { randomBytes, randomFillSync, randomUUID } from 'node:crypto';

/** The one source of randomness of a realm. `bytes` are cryptographically strong. */
export interface RandomSource {
	bytes(length: number): Uint8Array;
	uuid(): string;
}

const DRAWN_BYTES = 4096;
/** More than any credential has. */
const MOST_OF_DRAWN = 64;

/** A draw from the system costs more than a whole credential does: one serves many, as in `randomUUID`. */
function drawnTogether(): (length: number) => Uint8Array {
	const drawn = new Uint8Array(DRAWN_BYTES);
	let used = DRAWN_BYTES;
	return (length) => {
		if (length > MOST_OF_DRAWN) return new Uint8Array(randomBytes(length));
		if (used + length > DRAWN_BYTES) {
			randomFillSync(drawn);
			used = 0;
		}
		const bytes = drawn.slice(used, used + length);
		// What was given out stays nowhere else.
		drawn.fill(0, used, used + length);
		used += length;
		return bytes;
	};
}

export const systemRandom: RandomSource = {
	bytes: drawnTogether(),
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
