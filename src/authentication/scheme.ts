import type { Caller } from '../authorization/caller';
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
	| 'user-disabled'
	| 'anonymous-not-allowed';

export interface Rejection {
	readonly kind: 'rejection';
	readonly reason: RejectionReason;
	/** The credential concerned, where its secret was right. */
	readonly credentialId: string | undefined;
}

export interface Authenticated {
	readonly kind: 'caller';
	readonly caller: Caller;
}

export function reject(reason: RejectionReason, credentialId?: string): Rejection {
	return { kind: 'rejection', reason, credentialId };
}

/** The caller's side of a reason: all that concern a credential look the same from outside. */
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
		case 'user-disabled':
		case 'anonymous-not-allowed':
			return 'unauthenticated';
	}
}
