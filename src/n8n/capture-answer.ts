import type { ServerResponse } from 'node:http';

import { problemAnswer } from '../http/problem';
import { writeAnswer } from './write-answer';

/** Set by the response node on what it answers; taken off before the caller sees it. */
export const ANSWERED_HEADER = 'x-incoming-api-answered';

/**
 * Watches what n8n writes to a caller who waits for the response node. Whatever does not come from
 * that node is n8n's own way to say that the workflow failed, or ended without an answer (an empty
 * body, in queue mode even with status 200): the caller gets a problem instead.
 */
export function replaceUnansweredResponse(response: ServerResponse, requestId: string): void {
	const { write, end } = response;
	const restore = (): void => {
		response.write = write;
		response.end = end;
	};
	const fromResponseNode = (): boolean => response.hasHeader(ANSWERED_HEADER);

	response.write = ((...parameters: Parameters<typeof write>) => {
		restore();
		if (fromResponseNode()) {
			response.removeHeader(ANSWERED_HEADER);
			return write.apply(response, parameters);
		}
		answerInstead('workflow-failed');
		return true;
	}) as typeof write;

	response.end = ((...parameters: Parameters<typeof end>) => {
		restore();
		if (fromResponseNode()) {
			response.removeHeader(ANSWERED_HEADER);
			return end.apply(response, parameters);
		}
		const [body] = parameters as unknown[];
		const empty = body === undefined || typeof body === 'function' || body === '';
		answerInstead(empty ? 'no-answer' : 'workflow-failed');
		return response;
	}) as typeof end;

	function answerInstead(kind: 'no-answer' | 'workflow-failed'): void {
		for (const name of ['content-length', 'etag', 'transfer-encoding']) response.removeHeader(name);
		writeAnswer(response, problemAnswer(kind, requestId));
	}
}
