import type { GenericValue, IDataObject } from 'n8n-workflow';

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

function decodeText(bytes: Uint8Array, contentType: string): string {
	const charset = /charset="?([\w.:-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
	try {
		return new TextDecoder(charset).decode(bytes);
	} catch {
		// An unknown charset: its bytes are still worth reading.
		return new TextDecoder().decode(bytes);
	}
}

function decodeBody({ headers, body }: Answer): GenericValue | IDataObject {
	const contentType = String(headers['content-type'] ?? '');
	const text = decodeText(body, contentType);
	if (!JSON_TYPE.test(contentType)) return text;
	try {
		return JSON.parse(text);
	} catch {
		// Labelled as JSON and none: the builder sees what came.
		return text;
	}
}

/** The item for an answer: JSON parsed where it is labelled so, text otherwise. */
export function itemOf(answer: Answer): IDataObject {
	const { statusCode, headers } = answer;
	return { statusCode, headers: { ...headers }, body: decodeBody(answer) };
}
