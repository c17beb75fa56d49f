import type { IncomingMessage } from 'node:http';

import { mediaTypeOf } from './media-type';
import { bodyBytesOf, headerFieldsOf, type HttpMessage } from './message';

/** What a server knows of a request beside what Node's parser gives. */
export interface Received {
	/** The bytes of the body, where the server has read them. */
	readonly content?: Uint8Array;
	/** Parts of the path, by the names that the server gives them. */
	readonly params?: Readonly<Record<string, string>>;
	/**
	 * IP address of the sender, where it is not the peer: behind a proxy that you run, what that proxy
	 * says. Never take it from a header that a caller can set.
	 */
	readonly address?: string;
	/** Method and target of the call that is meant, where a proxy only asks about it. */
	readonly method?: string;
	/** Path and query, as in the first line of a request. */
	readonly target?: string;
}

/** Names and values; a name that comes several times has a list. */
function valuesOf(parameters: URLSearchParams): Readonly<Record<string, unknown>> {
	const names = new Set(parameters.keys());
	return Object.fromEntries(
		[...names].map((name) => {
			const values = parameters.getAll(name);
			return [name, values.length > 1 ? values : values[0]];
		}),
	);
}

function bodyIn(type: string | undefined, content: Uint8Array | undefined): unknown {
	if (content === undefined || content.length === 0) return undefined;
	const text = Buffer.from(content).toString('utf8');
	if (type === 'application/x-www-form-urlencoded') return valuesOf(new URLSearchParams(text));
	if (type !== 'application/json' && type?.endsWith('+json') !== true) return text;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined; // malformed, which the server has to answer before it goes by the body
	}
}

/**
 * The message of a request to a server of Node's own `http`. JSON and forms are read from `content`;
 * a body of any other type is its text.
 */
export function messageOf(
	request: Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders' | 'socket'>,
	{ content, params = {}, address, method, target }: Received = {},
): HttpMessage {
	const headerFields = headerFieldsOf(request.rawHeaders);
	const meant = target ?? request.url ?? '/';
	const query = meant.includes('?') ? meant.slice(meant.indexOf('?') + 1) : '';
	return {
		method: method ?? request.method ?? 'GET',
		headerFields,
		query: valuesOf(new URLSearchParams(query)),
		params,
		body: bodyIn(mediaTypeOf({ headerFields }), content),
		bodyBytes: bodyBytesOf(request.headers, content),
		address: address ?? request.socket.remoteAddress,
		target: meant,
		rawBody: () => Promise.resolve(content),
	};
}
