import type { Instant } from './clock';

/** What decides whether a credential counts, whatever its kind. */
export interface LifeCycle {
	readonly enabled: boolean;
	readonly expiresAt: Instant | undefined;
	readonly revokedAt: Instant | undefined;
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
