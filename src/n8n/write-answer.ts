import type { ServerResponse } from 'node:http';

import type { Answer } from '../http/answer';
import type { CapturedAnswer } from '../http/captured-answer';

/** Adds fields to whatever is written to the caller. */
export function writeFields(response: ServerResponse, fields: Answer['headers']): void {
	for (const [name, value] of Object.entries(fields)) response.setHeader(name, value);
}

/** Writes an answer of our own, unless the caller has gone or was answered already. */
export function writeAnswer(
	response: ServerResponse,
	{ status, headers, body }: Answer | CapturedAnswer,
): void {
	if (response.headersSent || response.destroyed) return;
	response.statusCode = status;
	writeFields(response, headers);
	response.end(body);
}
