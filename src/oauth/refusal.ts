/** Error codes that go on the wire: RFC 6749 sections 4.1.2.1 and 5.2, RFC 8707, RFC 9101. */
export type OAuthError =
	| 'access_denied'
	| 'invalid_client'
	| 'invalid_grant'
	| 'invalid_request'
	| 'invalid_scope'
	| 'invalid_target'
	| 'request_not_supported'
	| 'request_uri_not_supported'
	| 'temporarily_unavailable'
	| 'unauthorized_client'
	| 'unsupported_grant_type'
	| 'unsupported_response_type';

/** Why an endpoint said no: for the operator, never for the caller. */
export type OAuthReason =
	| 'method-not-allowed'
	| 'not-a-form'
	| 'request-too-large'
	| 'repeated-parameter'
	| 'missing-parameter'
	| 'malformed-parameter'
	| 'credentials-in-query'
	| 'several-client-authentications'
	| 'no-client-authentication'
	| 'malformed-client-authentication'
	| 'unknown-client'
	| 'client-disabled'
	| 'client-mismatch'
	| 'client-method-mismatch'
	| 'client-dialect-mismatch'
	| 'client-secret-mismatch'
	| 'client-secret-expired'
	| 'assertion-malformed'
	| 'assertion-audience'
	| 'assertion-lifetime'
	| 'assertion-mismatch'
	| 'assertion-replayed'
	| 'too-many-failed-attempts'
	| 'grant-type-unknown'
	| 'grant-not-allowed'
	| 'response-type-unknown'
	| 'redirect-uri-mismatch'
	| 'redirect-uri-missing'
	| 'request-object'
	| 'scope-not-allowed'
	| 'scope-malformed'
	| 'resource-unknown'
	| 'resource-not-granted'
	| 'several-resources'
	| 'challenge-missing'
	| 'challenge-malformed'
	| 'challenge-method'
	| 'state-missing'
	| 'unknown-code'
	| 'code-expired'
	| 'code-reuse'
	| 'grant-revoked'
	| 'verifier-missing'
	| 'verifier-not-expected'
	| 'verifier-malformed'
	| 'verifier-mismatch'
	| 'unknown-refresh-token'
	| 'refresh-expired'
	| 'refresh-reuse'
	| 'unknown-user'
	| 'no-password'
	| 'password-changed'
	| 'user-disabled'
	| 'user-not-allowed'
	| 'not-administrator'
	| 'designation-unconfirmed'
	| 'set-up-missing'
	| 'wrong-password'
	| 'log-in-locked'
	| 'passwords-busy'
	| 'consent-denied'
	| 'form-malformed'
	| 'form-expired'
	| 'form-used'
	| 'form-forged'
	| 'malformed-key'
	| 'unknown-key'
	| 'key-mismatch'
	| 'key-revoked'
	| 'key-disabled'
	| 'key-expired'
	| 'key-limit'
	| 'inbenta-key-mismatch'
	| 'token-revoked'
	| 'token-expired'
	| 'token-ended'
	| 'unknown-key-pair'
	| 'key-pair-malformed'
	| 'key-pair-mismatch'
	| 'key-pair-revoked'
	| 'key-pair-disabled'
	| 'key-pair-expired'
	| 'key-pair-rotated'
	| 'address-not-allowed'
	| 'tenant-mismatch'
	| 'origin-not-allowed'
	| 'unknown-link'
	| 'link-used'
	| 'link-expired'
	| 'link-value-unusable'
	| 'link-value-refused'
	| 'unknown-token'
	| 'foreign-token'
	| 'store-unavailable';

/** An endpoint's expected "no". The error goes on the wire, the reason into the audit. */
export interface Refused {
	readonly refused: OAuthError;
	readonly reason: OAuthReason;
	/** The client concerned, as far as it is known. */
	readonly client?: string | undefined;
	/** Name of the user concerned. */
	readonly user?: string | undefined;
	/** The credential or grant concerned. */
	readonly credentialId?: string | undefined;
	/** Status where it is not what RFC 6749 section 5.2 gives the error. */
	readonly status?: number | undefined;
	readonly headers?: Readonly<Record<string, string>> | undefined;
}

type Detail = Omit<Refused, 'refused' | 'reason'>;

export function refuse(error: OAuthError, reason: OAuthReason, detail: Detail = {}): Refused {
	return { refused: error, reason, ...detail };
}

export function isRefused(value: object): value is Refused {
	return 'refused' in value;
}
