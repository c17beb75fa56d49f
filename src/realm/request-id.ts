import { uuidV7 } from '../crypto/random';
import type { UnlockPorts } from './unlock-realm';

/** The id of a call: a UUID of version 7, so that ids sort by time. */
export function newRequestId({ clock, random }: Pick<UnlockPorts, 'clock' | 'random'>): string {
	return uuidV7(clock.now(), random);
}
