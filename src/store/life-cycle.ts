import type { Instant } from './clock';

/** What decides whether a credential counts, whatever its kind. */
export interface LifeCycle {
	readonly enabled: boolean;
	readonly expiresAt: Instant | undefined;
	readonly revokedAt: Instant | undefined;
}

/** One value of a credential: the current one, or one that a rotation has superseded. */
export interface Version {
	/** Counts from 1. */
	readonly version: number;
	readonly supersededAt: Instant | undefined;
	/** End of the grace period of a superseded version. */
	readonly graceEndsAt: Instant | undefined;
}

export type LifeCycleState = 'active' | 'revoked' | 'disabled' | 'expired';

/** The state of a credential at a moment; it is expired from `expiresAt` on. */
export function stateAt(
	{ enabled, expiresAt, revokedAt }: LifeCycle,
	now: Instant,
): LifeCycleState {
	if (revokedAt !== undefined) return 'revoked';
	if (!enabled) return 'disabled';
	if (expiresAt !== undefined && expiresAt <= now) return 'expired';
	return 'active';
}

/**
 * The state of one value of a credential. A superseded one lives until its grace period ends, which
 * is never after the expiry that it had; a later expiry of the credential does not prolong it.
 */
export function versionStateAt(
	cycle: LifeCycle,
	{ supersededAt, graceEndsAt }: Version,
	now: Instant,
): LifeCycleState | 'rotated' {
	const state = stateAt(cycle, now);
	if (state === 'revoked' || state === 'disabled' || supersededAt === undefined) return state;
	if (graceEndsAt === undefined || graceEndsAt <= now) return 'rotated';
	return state;
}

/** When a superseded value stops working: after the grace period, or at its expiry if that is sooner. */
export function graceEnd({ expiresAt }: LifeCycle, now: Instant, graceSeconds: number): Instant {
	return Math.min(expiresAt ?? Number.POSITIVE_INFINITY, now + graceSeconds * 1000);
}
