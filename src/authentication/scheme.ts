import type { Caller } from '../authorization/caller';
import type { CallerFacts, Hindrance, Policy } from '../authorization/may-call';
import type { HttpMessage } from '../http/message';
import type { ProblemKind } from '../http/problem';
import type { RateLimit } from '../store/rate-buckets';
import type { ContentFlaw } from '../validation/validation';
import type { CredentialKind } from './credential-kind';
import type { Shown } from './presented';
import type { SignedBody } from './signature/signed-message';

/** Why a call was not let in: for the operator, never for the caller. */
export type RejectionReason =
	| 'several-credentials'
	| 'misplaced-credential'
	| 'scheme-not-accepted'
	| 'malformed-key'
	| 'unknown-key'
	| 'key-mismatch'
	| 'key-revoked'
	| 'key-disabled'
	| 'key-expired'
	| 'key-rotated'
	| 'user-mismatch'
	| 'malformed-token'
	| 'unknown-token'
	| 'token-mismatch'
	| 'token-revoked'
	| 'token-expired'
	| 'token-ended'
	| 'client-disabled'
	| 'tenant-mismatch'
	| 'inbenta-key-missing'
	| 'inbenta-key-mismatch'
	| 'origin-not-allowed'
	| 'malformed-method-override'
	| 'method-not-allowed'
	| 'impersonation-not-allowed'
	| 'impersonation-upwards'
	| 'impersonated-user-unknown'
	| 'impersonated-user-disabled'
	| 'malformed-signature'
	| 'outside-time-window'
	| 'body-not-signable'
	| 'signature-mismatch'
	| 'message-changed'
	| 'message-repeated'
	| 'too-many-failed-attempts'
	| 'key-limit'
	| 'user-limit'
	| 'address-limit'
	| 'trigger-limit'
	| ContentFlaw
	| 'idempotency-key-missing'
	| 'idempotency-key-malformed'
	| 'idempotency-key-reused'
	| 'request-running'
	| 'answer-unknown'
	| 'answer-of-another'
	| Hindrance;

export interface Rejection {
	readonly kind: 'rejection';
	readonly reason: RejectionReason;
	/** The credential concerned, where its secret was right. */
	readonly credentialId: string | undefined;
	/** Which value of the credential was shown, where it has several. */
	readonly version?: number | undefined;
}

export interface Authenticated {
	readonly kind: 'caller';
	/** Without privileges, which the decision adds. */
	readonly caller: Caller;
	/** Which value of the credential was shown, where it has several. */
	readonly version?: number;
	readonly user: CallerFacts['user'];
	/** Id of the user whose groups count. */
	readonly userId: string | undefined;
	/** Id of the client whose groups count where there is no user. */
	readonly clientId?: string | undefined;
	/** What a token was granted; absent for a credential that is not limited to scopes. */
	readonly scopes?: readonly string[];
	/** As what calls are counted per key, where that is not the credential itself. */
	readonly countedAs?: string;
	readonly limits: CallerFacts['limits'];
	/** The credential is bound to pages, and this call comes from one of them. */
	readonly isOfPage?: true;
	/** Over all triggers together, where the credential or the user has one. */
	readonly rateLimits: {
		readonly key: RateLimit | undefined;
		readonly user: RateLimit | undefined;
		/** Of the calls with the credential from one address. */
		readonly perAddress?: RateLimit | undefined;
	};
	/** What is run once only, where the credential is a signature of it. */
	readonly message?: SignedBody;
	/** Header fields that sign the body of the answer, where the caller expects that. */
	readonly signAnswer?: SignAnswer;
}

export type SignAnswer = (body: Uint8Array) => Readonly<Record<string, string>>;

/** What a scheme may look at beside its own text. */
export interface Call {
	readonly message: HttpMessage;
	readonly shown: Shown;
	readonly policy: Policy;
}

/** One way to show who one is. */
export interface Scheme<Deps> {
	/** What a trigger names to accept it. */
	readonly kind: CredentialKind;
	/** Its text where the shown fields hold this kind of credential, whether it is right or not. */
	reads(shown: Shown): string | undefined;
	authenticate(deps: Deps, text: string, call: Call): Promise<Authenticated | Rejection>;
}

export function reject(
	reason: RejectionReason,
	credentialId?: string,
	version?: number,
): Rejection {
	return { kind: 'rejection', reason, credentialId, version };
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
		case 'key-mismatch':
		case 'key-revoked':
		case 'key-disabled':
		case 'key-expired':
		case 'key-rotated':
		case 'user-mismatch':
		case 'malformed-token':
		case 'unknown-token':
		case 'token-mismatch':
		case 'token-revoked':
		case 'token-expired':
		case 'token-ended':
		case 'client-disabled':
		case 'tenant-mismatch':
		case 'inbenta-key-missing':
		case 'malformed-signature':
		case 'outside-time-window':
		case 'body-not-signable':
		case 'signature-mismatch':
		case 'message-changed':
		case 'message-repeated':
		case 'user-disabled':
		case 'anonymous-not-allowed':
			return 'unauthenticated';
		case 'not-in-application':
		case 'application-not-allowed':
		case 'address-not-allowed':
		case 'privilege-missing':
		case 'impersonation-not-allowed':
		case 'impersonation-upwards':
		case 'impersonated-user-unknown':
		case 'impersonated-user-disabled':
		case 'scope-missing':
		case 'inbenta-key-mismatch':
			return 'forbidden';
		case 'origin-not-allowed':
		case 'malformed-method-override':
		case 'method-not-allowed':
			return reason;
		case 'too-many-failed-attempts':
		case 'key-limit':
		case 'user-limit':
		case 'address-limit':
		case 'trigger-limit':
			return 'too-many-calls';
		case 'media-type-not-accepted':
			return 'unsupported-media-type';
		case 'body-too-large':
			return 'content-too-large';
		case 'invalid-body':
		case 'invalid-query':
		case 'invalid-headers':
			return 'invalid-request';
		case 'validation-timeout':
			return 'validation-timeout';
		case 'validation-busy':
			return 'unavailable';
		case 'idempotency-key-missing':
		case 'idempotency-key-malformed':
		case 'idempotency-key-reused':
			return reason;
		case 'request-running':
			return 'conflict';
		case 'answer-unknown':
		case 'answer-of-another':
			return 'not-found';
	}
}

const ABOUT_SIGNATURES: ReadonlySet<RejectionReason> = new Set([
	'malformed-signature',
	'outside-time-window',
	'body-not-signable',
	'signature-mismatch',
	'message-changed',
	'message-repeated',
]);

/** Whether a signature is what did not hold, which Inbenta's callers are told (IB-22). */
export function isAboutSignature(reason: RejectionReason): boolean {
	return ABOUT_SIGNATURES.has(reason);
}
