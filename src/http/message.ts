import type { IncomingHttpHeaders } from 'node:http';

/** An HTTP request as a value (RFC 9110 section 6), whichever server received it. */
export interface HttpMessage {
	readonly method: string;
	/** Header fields in the order and spelling received, repeated ones apart. */
	readonly headerFields: readonly (readonly [name: string, value: string])[];
	readonly query: Readonly<Record<string, unknown>>;
	readonly params: Readonly<Record<string, unknown>>;
	readonly body: unknown;
	/** Bytes of the content, 0 where there is none; absent where nobody knows before it is read. */
	readonly bodyBytes?: number | undefined;
	/** Path and query as they were received (RFC 9112 section 3.2.1). */
	readonly target?: string | undefined;
	/** The bytes of the body, read when they are asked for; `undefined` where nobody has them. */
	readonly rawBody?: (() => Promise<Uint8Array | undefined>) | undefined;
	/** IP address of the sender, as the server that received the request knows it. */
	readonly address: string | undefined;
}

/** Pairs up the flat list of names and values that Node's HTTP parser gives. */
export function headerFieldsOf(rawHeaders: readonly string[]): HttpMessage['headerFields'] {
	const fields: [string, string][] = [];
	for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
		fields.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
	}
	return fields;
}

/**
 * Bytes of the content where they were read, else as the sender says; `undefined` where the sender
 * does not say either. RFC 9112 section 6.
 */
export function bodyBytesOf(
	headers: IncomingHttpHeaders,
	content: Uint8Array | undefined,
): number | undefined {
	if (content !== undefined) return content.length;
	if (headers['content-length'] !== undefined) return Number(headers['content-length']);
	return headers['transfer-encoding'] === undefined ? 0 : undefined;
}
