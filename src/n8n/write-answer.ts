import type { ServerResponse } from 'node:http';

import type { Answer } from '../http/answer';

/** Writes an answer of our own, unless the caller has gone or was answered already. */
export function writeAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
	if (response.headersSent || response.destroyed) return;
	response.statusCode = status;
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	response.end(body);
}
