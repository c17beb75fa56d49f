import type { Answer } from './answer';
import { BEARER_CHALLENGE } from './challenge';

/** Everything a caller can be told of a call that did not get through. */
export type ProblemKind =
	| 'malformed-request'
	| 'malformed-method-override'
	| 'idempotency-key-missing'
	| 'idempotency-key-malformed'
	| 'unauthenticated'
	| 'forbidden'
	| 'origin-not-allowed'
	| 'not-found'
	| 'method-not-allowed'
	| 'conflict'
	| 'gone'
	| 'content-too-large'
	| 'unsupported-media-type'
	| 'invalid-request'
	| 'validation-timeout'
	| 'idempotency-key-reused'
	| 'too-many-calls'
	| 'no-answer'
	| 'workflow-failed'
	| 'answer-too-large'
	| 'unavailable'
	| 'timed-out';

/** One thing that is wrong with a request; it holds no value of the caller. */
export interface RequestError {
	/** JSON Pointer into the part, as far as it can be said. RFC 6901. */
	readonly pointer: string;
	readonly in: 'body' | 'query' | 'headers';
	readonly message: string;
}

export interface Problem {
	readonly status: number;
	readonly title: string;
	readonly detail: string;
	readonly headers?: Readonly<Record<string, string>>;
}

const TYPE_BASE =
	'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api/blob/main/docs/reference-problems.md#';

/** Every problem, as its caller is told of it. */
export const PROBLEMS: Readonly<Record<ProblemKind, Problem>> = {
	'malformed-request': {
		status: 400,
		title: 'Malformed request',
		detail: 'Send exactly one credential, in a header.',
	},
	'malformed-method-override': {
		status: 400,
		title: 'Malformed method override',
		detail: 'Send Rest-Method once, with PUT or DELETE, on a POST.',
	},
	'idempotency-key-missing': {
		status: 400,
		title: 'Idempotency key missing',
		detail: 'Send an Idempotency-Key, a new one for every request that is not a repetition.',
	},
	'idempotency-key-malformed': {
		status: 400,
		title: 'Idempotency key malformed',
		detail: 'Send one Idempotency-Key: a text in quotes, of 255 letters at most.',
	},
	unauthenticated: {
		status: 401,
		title: 'Not authenticated',
		detail: 'This address needs a valid credential.',
		headers: { 'www-authenticate': BEARER_CHALLENGE },
	},
	forbidden: {
		status: 403,
		title: 'Not allowed',
		detail: 'This caller may not make this call.',
	},
	'origin-not-allowed': {
		status: 403,
		title: 'Origin not allowed',
		detail: 'Pages of this origin may not make this call.',
	},
	'method-not-allowed': {
		status: 405,
		title: 'Method not allowed',
		detail: 'This address takes the methods that Allow names.',
	},
	'not-found': {
		status: 404,
		title: 'Not found',
		detail: 'There is no such answer for this caller.',
	},
	conflict: {
		status: 409,
		title: 'Still running',
		detail: 'The same request is still running. Repeat it later.',
		headers: { 'retry-after': '1' },
	},
	gone: {
		status: 410,
		title: 'Gone',
		detail: 'The answer was there, and is no longer kept.',
	},
	'content-too-large': {
		status: 413,
		title: 'Content too large',
		detail: 'The body is larger than this address takes.',
	},
	'unsupported-media-type': {
		status: 415,
		title: 'Unsupported media type',
		detail: 'Send a body of one of the media types that Accept lists.',
	},
	'invalid-request': {
		status: 422,
		title: 'Invalid request',
		detail: 'The call does not have the form that this address takes: see errors.',
	},
	'validation-timeout': {
		status: 422,
		title: 'Validation took too long',
		detail: 'The call could not be judged in time. Send less, or simpler texts.',
	},
	'idempotency-key-reused': {
		status: 422,
		title: 'Idempotency key reused',
		detail: 'This Idempotency-Key was used for another request: send a new one.',
	},
	'too-many-calls': {
		status: 429,
		title: 'Too many calls',
		detail: 'Wait for as many seconds as Retry-After says, then call again.',
	},
	'no-answer': {
		status: 500,
		title: 'No answer',
		detail: 'The workflow ended without an answer.',
	},
	'workflow-failed': {
		status: 500,
		title: 'Workflow failed',
		detail: 'The workflow failed before it answered.',
	},
	'answer-too-large': {
		status: 500,
		title: 'Answer too large',
		detail: 'The answer of the workflow is larger than what can be kept.',
	},
	unavailable: {
		status: 503,
		title: 'Not available',
		detail: 'The call cannot be checked at the moment. Try again later.',
		headers: { 'retry-after': '5' },
	},
	'timed-out': {
		status: 504,
		title: 'Timed out',
		detail: 'The workflow did not answer in time. It goes on.',
	},
};

/** What a problem is called and what its caller is told, in whichever shape. */
export function describeProblem(kind: ProblemKind): Problem {
	return PROBLEMS[kind];
}

/**
 * Renders a problem as RFC 9457's `application/problem+json`; no cache keeps it. `errors` are an
 * extension member: section 3.2.
 */
export function problemAnswer(
	kind: ProblemKind,
	requestId: string,
	fields: Answer['headers'] = {},
	errors: readonly RequestError[] = [],
): Answer {
	const { status, title, detail, headers } = PROBLEMS[kind];
	return {
		status,
		headers: {
			...headers,
			...fields,
			'cache-control': 'no-store',
			'content-type': 'application/problem+json',
			'x-request-id': requestId,
		},
		body: JSON.stringify({
			type: `${TYPE_BASE}${kind}`,
			title,
			status,
			detail,
			requestId,
			...(errors.length === 0 ? {} : { errors }),
		}),
	};
}
