import type { Caller } from './caller';

/** What a trigger demands of its callers. */
export interface Policy {
	readonly allowAnonymous: boolean;
}

export type Decision =
	| { readonly kind: 'allowed' }
	| { readonly kind: 'refused'; readonly reason: 'anonymous-not-allowed' };

/** Decides whether this caller may run a trigger with this policy (PF-1 to PF-3). */
export function mayRun(caller: Caller, policy: Policy): Decision {
	if (caller.type === 'anonymous' && !policy.allowAnonymous) {
		return { kind: 'refused', reason: 'anonymous-not-allowed' };
	}
	return { kind: 'allowed' };
}
