import type { IncomingMessage } from 'node:http';

import { bodyBytesOf, headerFieldsOf, type HttpMessage } from '../http/message';

/** n8n's request, as far as we read it: Express's members, the parsed body, the bare media type. */
export interface IncomingRequest extends IncomingMessage {
	readonly originalUrl: string;
	readonly query: Readonly<Record<string, unknown>>;
	readonly params: Readonly<Record<string, unknown>>;
	readonly body: unknown;
	readonly contentType?: string;
	/** The peer, or whom as many proxies as `N8N_PROXY_HOPS` says name (NT-61). */
	readonly ip?: string;
}

/** n8n gives a multipart body as its fields beside its files. */
function bodyOf({ body, contentType }: IncomingRequest): unknown {
	if (contentType !== 'multipart/form-data') return body;
	return typeof body === 'object' && body !== null && 'data' in body ? body.data : body;
}

/** n8n has read the bytes of what it parses; of a multipart form nobody has them. */
async function rawBodyOf(request: {
	readonly contentType?: string;
	readonly rawBody?: Uint8Array;
	readRawBody?(): Promise<void>;
}): Promise<Uint8Array | undefined> {
	if (request.contentType?.startsWith('multipart/')) return undefined;
	if (request.rawBody === undefined) await request.readRawBody?.();
	return request.rawBody;
}

export function readMessage(
	request: IncomingRequest & { readonly rawBody?: Uint8Array },
): HttpMessage {
	return {
		method: request.method ?? 'GET',
		headerFields: headerFieldsOf(request.rawHeaders),
		query: request.query,
		params: request.params,
		body: bodyOf(request),
		bodyBytes: bodyBytesOf(request.headers, request.rawBody),
		address: request.ip,
		target: request.originalUrl,
		rawBody: () => rawBodyOf(request),
	};
}
