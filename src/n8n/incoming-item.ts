import type { IDataObject } from 'n8n-workflow';

import { mayShowHeader } from '../http/credential-headers';
import type { HttpMessage } from '../http/message';
import type { Verdict } from '../realm/realm';
import type { IncomingRequest } from './read-message';

type Accepted = Extract<Verdict, { kind: 'accepted' }>;

/** Every header but those that carry credentials, here or to somebody on the way. */
function shownHeaders(headers: IncomingRequest['headers']): IDataObject {
	return Object.fromEntries(Object.entries(headers).filter(([name]) => mayShowHeader(name)));
}

/**
 * The item that a call becomes. n8n stores it, so it is built from named parts and holds no
 * credential (PF-7, PF-18). `origin` is n8n's own, never the Host header.
 */
export function incomingItem(
	request: IncomingRequest,
	message: HttpMessage,
	{ caller }: Accepted,
	origin: string,
	requestId: string,
): IDataObject {
	return {
		body: (message.body === undefined ? {} : message.body) as IDataObject,
		headers: shownHeaders(request.headers),
		query: message.query as IDataObject,
		params: message.params as IDataObject,
		method: message.method,
		contentType: request.contentType ?? '',
		url: origin + request.originalUrl,
		caller: { ...caller } as IDataObject,
		requestId,
	};
}
