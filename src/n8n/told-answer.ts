import type { Answer } from '../http/answer';
import type { CapturedAnswer } from '../http/captured-answer';
import type { ProblemKind } from '../http/problem';
import type { ToldAnswer } from '../realm/realm';

/** Seconds after which to ask again for an answer that is not there. */
const ASK_AGAIN_SECONDS = 1;

/** What a caller gets who is answered before the workflow is: the id of the request, and where to ask. */
export function receipt(requestId: string, location: string): Answer {
	return {
		status: 202,
		headers: {
			location,
			'retry-after': String(ASK_AGAIN_SECONDS),
			'cache-control': 'no-store',
			'content-type': 'application/json; charset=utf-8',
		},
		body: JSON.stringify({ requestId, state: 'running' }),
	};
}

/** What the sender of a signed message gets that was let in before: nothing is run. */
export function repeatedAnswer(requestId: string): Answer {
	return {
		status: 200,
		headers: {
			'cache-control': 'no-store',
			'content-type': 'application/json; charset=utf-8',
		},
		body: JSON.stringify({ requestId }),
	};
}

/** What is written to whoever asks for the answer of an earlier call (PF-21). */
export function toldAnswer(
	told: ToldAnswer,
	location: string,
	problem: (kind: ProblemKind) => Answer,
): Answer | CapturedAnswer {
	switch (told.state) {
		case 'running':
			return receipt(told.requestId, location);
		case 'timed-out':
			return problem('timed-out');
		case 'gone':
			return problem('gone');
		case 'failed':
			return problem(told.problem);
		case 'answered': {
			const { status, headers, body } = told.answer;
			return { status, headers: { 'cache-control': 'no-store', ...headers }, body };
		}
	}
}
