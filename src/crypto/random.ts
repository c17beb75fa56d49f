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
