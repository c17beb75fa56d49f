import type { Redaction } from '../secrets/redaction';

/** An API's answer as n8n's request helper hands it over, the body still bytes. */
export interface Answer {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, string | string[]>>;
	readonly body: Uint8Array;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

const isHeader = (entry: [string, unknown]): entry is [string, string | string[]] =>
	typeof entry[1] === 'string' || Array.isArray(entry[1]);

/** Narrows what the helper returned; undefined when it is no full answer with a body in bytes. */
export function parseAnswer(value: unknown): Answer | undefined {
	if (!isRecord(value) || typeof value['statusCode'] !== 'number') return undefined;
	const { statusCode, headers, body } = value;
	const bytes = body instanceof Uint8Array ? body : new Uint8Array();
	const entries = isRecord(headers) ? Object.entries(headers).filter(isHeader) : [];
	return { statusCode, headers: Object.fromEntries(entries), body: bytes };
}

const JSON_TYPE = /^[^;]*[/+]json\s*(?:;|$)/i;
const FILE_TYPE =
	/^\s*(?:(?:audio|font|image|video)\/(?!svg\+xml)|application\/(?:gzip|octet-stream|pdf|zip|vnd\.(?!.*[+/](?:json|xml))))/i;

/** The media type of an answer, with its parameters. */
export const contentTypeOf = ({ headers }: Answer): string => String(headers['content-type'] ?? '');

/** What the content type says of a body. */
export function kindOf(answer: Answer): 'json' | 'text' | 'file' {
	const contentType = contentTypeOf(answer);
	if (JSON_TYPE.test(contentType)) return 'json';
	return FILE_TYPE.test(contentType) ? 'file' : 'text';
}

/** The body as text, in the charset that the content type names. */
export function decodeText(answer: Answer): string {
	const charset = /charset="?([\w.:-]+)/i.exec(contentTypeOf(answer))?.[1] ?? 'utf-8';
	try {
		return new TextDecoder(charset).decode(answer.body);
	} catch {
		// An unknown charset: its bytes are still worth reading.
		return new TextDecoder().decode(answer.body);
	}
}

/** The body as JSON, whatever it is labelled as; undefined when it is none. */
export function parseJson(answer: Answer): unknown {
	try {
		return JSON.parse(decodeText(answer));
	} catch {
		return undefined;
	}
}

/** The headers without secrets. */
export const redactHeaders = (
	headers: Answer['headers'],
	{ text }: Redaction,
): Record<string, string | string[]> =>
	Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			text(name),
			typeof value === 'string' ? text(value) : value.map(text),
		]),
	);
