import { argon2 } from 'node:crypto';
import { promisify } from 'node:util';

/** Cost of Argon2id (RFC 9106): memory in KiB. */
export interface Argon2Cost {
	readonly memory: number;
	readonly passes: number;
	readonly parallelism: number;
}

/** RFC 9106 section 4, second recommended option: 64 MiB, 3 passes, 4 lanes. */
export const PASSPHRASE_COST: Argon2Cost = { memory: 65_536, passes: 3, parallelism: 4 };

export const SALT_BYTES = 16;

const KEY_BYTES = 32;
const derive = promisify(argon2);

/** Derives a 32-byte key from a passphrase in n8n's thread pool, never on the event loop. */
export async function keyFromPassphrase(
	passphrase: string,
	salt: Uint8Array,
	cost: Argon2Cost,
): Promise<Uint8Array> {
	const key = await derive('argon2id', {
		message: Buffer.from(passphrase.normalize('NFC')),
		nonce: salt,
		tagLength: KEY_BYTES,
		...cost,
	});
	return new Uint8Array(key);
}
