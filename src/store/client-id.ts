import type { RandomSource } from '../crypto/random';

const VERSION_AT = 14;
const OWN_VERSION = '8';

/**
 * A client id: a UUID, as Verint's are, of version 8 (RFC 9562 section 5.8). The ids of users are of
 * version 4, so that no client id is ever a user's `sub` (RFC 9700 section 4.15).
 */
export function newClientId(random: Pick<RandomSource, 'uuid'>): string {
	const uuid = random.uuid();
	return uuid.slice(0, VERSION_AT) + OWN_VERSION + uuid.slice(VERSION_AT + 1);
}
