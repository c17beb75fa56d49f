import type { IDataObject } from 'n8n-workflow';

import { mayShowHeader } from '../http/credential-headers';
import type { HttpMessage } from '../http/message';
import { traceIdOf } from '../http/traceparent';
import type { Verdict } from '../realm/realm';
import type { IncomingRequest } from './read-message';

type Accepted = Extract<Verdict, { kind: 'accepted' }>;

const TRACE_HEADERS: ReadonlySet<string> = new Set(['traceparent', 'tracestate']);

/**
 * Every header but those that carry credentials, to anybody, to this trigger alone (`ownHeaders`) or
 * to somebody on the way, and but a trace
 * context that is not valid: whoever passes it on must not break the trace (W3C section 3.2.2.5).
 */
function shownHeaders(
	headers: IncomingRequest['headers'],
	ownHeaders: readonly string[] = [],
): IDataObject {
	const isTraced = traceIdOf(headers['traceparent']) !== undefined;
	return Object.fromEntries(
		Object.entries(headers).filter(
			([name]) =>
				mayShowHeader(name) && !ownHeaders.includes(name) && (isTraced || !TRACE_HEADERS.has(name)),
		),
	);
}

/**
 * The item that a call becomes. n8n stores it, so it is built from named parts and holds no
 * credential (PF-7, PF-18). `origin` is n8n's own, never the Host header.
 */
export function incomingItem(
	request: IncomingRequest,
	message: HttpMessage,
	{ caller, content, ownHeaders }: Accepted,
	origin: string,
	requestId: string,
): IDataObject {
	const { query, body } = content ?? message;
	return {
		body: (body === undefined ? {} : body) as IDataObject,
		headers: shownHeaders(request.headers, ownHeaders),
		query: query as IDataObject,
		params: message.params as IDataObject,
		method: message.method,
		contentType: request.contentType ?? '',
		url: origin + request.originalUrl,
		caller: { ...caller } as IDataObject,
		requestId,
	};
}
