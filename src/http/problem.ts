import type { Answer } from './answer';

/** Everything a caller can be told of a call that did not get through. */
export type ProblemKind =
	| 'malformed-request'
	| 'unauthenticated'
	| 'forbidden'
	| 'no-answer'
	| 'workflow-failed'
	| 'unavailable';

interface Problem {
	readonly status: number;
	readonly title: string;
	readonly detail: string;
	readonly headers?: Readonly<Record<string, string>>;
}

const TYPE_BASE =
	'https://github.com/n8n-nodes-incoming-api/n8n-nodes-incoming-api/blob/main/docs/reference-problems.md#';

const PROBLEMS: Readonly<Record<ProblemKind, Problem>> = {
	'malformed-request': {
		status: 400,
		title: 'Malformed request',
		detail: 'Send exactly one credential, in a header.',
	},
	unauthenticated: {
		status: 401,
		title: 'Not authenticated',
		detail: 'This address needs a valid credential.',
		headers: { 'www-authenticate': 'Bearer realm="Incoming API"' },
	},
	forbidden: {
		status: 403,
		title: 'Not allowed',
		detail: 'This caller may not make this call.',
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
	unavailable: {
		status: 503,
		title: 'Not available',
		detail: 'The call cannot be checked at the moment. Try again later.',
		headers: { 'retry-after': '5' },
	},
};

/** Renders a problem as RFC 9457's `application/problem+json`; no cache keeps it. */
export function problemAnswer(kind: ProblemKind, requestId: string): Answer {
	const { status, title, detail, headers } = PROBLEMS[kind];
	return {
		status,
		headers: {
			...headers,
			'cache-control': 'no-store',
			'content-type': 'application/problem+json',
			'x-request-id': requestId,
		},
		body: JSON.stringify({ type: `${TYPE_BASE}${kind}`, title, status, detail, requestId }),
	};
}
