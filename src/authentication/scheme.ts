import type { Caller } from '../authorization/caller';
import type { CallerFacts, Hindrance } from '../authorization/may-call';
import type { ProblemKind } from '../http/problem';

/** Why a call was not let in: for the operator, never for the caller. */
export type RejectionReason =
	| 'several-credentials'
	| 'misplaced-credential'
	| 'scheme-not-accepted'
	| 'malformed-key'
	| 'unknown-key'
	| 'key-revoked'
	| 'key-disabled'
	| 'key-expired'
	| 'key-rotated'
	| Hindrance;

export interface Rejection {
	readonly kind: 'rejection';
	readonly reason: RejectionReason;
	/** The credential concerned, where its secret was right. */
	readonly credentialId: string | undefined;
}

export interface Authenticated {
	readonly kind: 'caller';
	/** Without privileges, which the decision adds. */
	readonly caller: Caller;
	readonly user: CallerFacts['user'];
	/** Id of the user whose groups count. */
	readonly userId: string | undefined;
	readonly limits: CallerFacts['limits'];
}

export function reject(reason: RejectionReason, credentialId?: string): Rejection {
	return { kind: 'rejection', reason, credentialId };
}

/**
 * The caller's side of a reason. All that concern a credential look the same from outside, and so do
 * all that concern what a known caller may do.
 */
export function problemOf(reason: RejectionReason): ProblemKind {
	switch (reason) {
		case 'several-credentials':
		case 'misplaced-credential':
			return 'malformed-request';
		case 'scheme-not-accepted':
		case 'malformed-key':
		case 'unknown-key':
		case 'key-revoked':
		case 'key-disabled':
		case 'key-expired':
		case 'key-rotated':
		case 'user-disabled':
		case 'anonymous-not-allowed':
			return 'unauthenticated';
		case 'not-in-application':
		case 'application-not-allowed':
		case 'address-not-allowed':
		case 'privilege-missing':
			return 'forbidden';
	}
}
