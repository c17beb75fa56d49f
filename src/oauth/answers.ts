import type { Answer } from '../http/answer';
import type { Note } from './note';
import type { OAuthError, Refused } from './refusal';

/** What an endpoint answers, and what the audit is to have of it before it is sent. */
export interface Answered {
	readonly answer: Answer;
	readonly notes: readonly Note[];
}

/** Nothing of ours is kept by any cache (RFC 6749 section 5.1). */
const UNKEPT = { 'cache-control': 'no-store', pragma: 'no-cache' };

export function jsonAnswer(body: object, status = 200, headers: Answer['headers'] = {}): Answer {
	return {
		status,
		headers: { ...UNKEPT, ...headers, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	};
}

/** An answer without a body. */
export function emptyAnswer(): Answer {
	return { status: 200, headers: UNKEPT, body: '' };
}

/** What a caller is told of an error: never what was sent (NT-30), never which check failed. */
const DESCRIPTIONS: Readonly<Record<OAuthError, string>> = {
	access_denied: 'The request was denied.',
	invalid_client: 'The client could not be authenticated.',
	invalid_grant: 'What was presented does not hold.',
	invalid_request: 'The request is malformed.',
	invalid_scope: 'The scope is unknown, malformed or not allowed.',
	invalid_target: 'The resource is unknown, malformed or not allowed.',
	request_not_supported: 'Request objects are not supported.',
	request_uri_not_supported: 'Request URIs are not supported.',
	temporarily_unavailable: 'Try again later.',
	unauthorized_client: 'The client may not do this.',
	unsupported_grant_type: 'The grant type is not supported.',
	unsupported_response_type: 'The response type is not supported.',
};

export function describeError(error: OAuthError): string {
	return DESCRIPTIONS[error];
}

/** RFC 6749 section 5.2, where the refusal itself does not say. */
export function statusOf({ refused, status }: Refused): number {
	if (status !== undefined) return status;
	if (refused === 'invalid_client') return 401;
	return refused === 'temporarily_unavailable' ? 503 : 400;
}

/** RFC 6749 section 5.2. */
export function errorAnswer(refused: Refused): Answer {
	const { refused: error, headers = {} } = refused;
	const body = { error, error_description: describeError(error) };
	return jsonAnswer(body, statusOf(refused), headers);
}

/** Sends a browser on, by a status that never sends a password along (RFC 9700 section 4.12). */
export function redirectAnswer(location: string): Answer {
	return {
		status: 303,
		headers: { ...UNKEPT, location, 'referrer-policy': 'no-referrer' },
		body: '',
	};
}
