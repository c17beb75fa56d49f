import { timingSafeEqual } from 'node:crypto';

import { sha256 } from './sha256';

/** Compares two texts of any length; the time says nothing of where they differ. */
export function equalTexts(one: string, other: string): boolean {
	return timingSafeEqual(sha256(one), sha256(other));
}
