import type { IExecuteFunctions } from 'n8n-workflow';
import { multipartBody, type Part } from '../http/multipart';
import { asText, type Pair, type StoredBody, type StoredPart } from './api-request-parameters';
import type { Texts } from './outgoing-texts';
import type { Refused } from './record-secret-uses';

/** The bytes of a body, and the type that a Content-Type header names unless the builder does. */
export interface Content {
	readonly body: Uint8Array | undefined;
	readonly contentType: string | undefined;
}

type Built<T> = T | Refused;

const refuse = (message: string, description: string): Refused => ({
	refusal: { message, description },
});

const isRefused = (built: object): built is Refused => 'refusal' in built;

const insideJson = (secret: string): string => JSON.stringify(secret).slice(1, -1);

function jsonText(stored: unknown, { filled }: Texts): Built<Content> {
	const text = filled(stored, 'body', insideJson);
	if (isRefused(text)) return text;
	if (text.value === undefined) return { body: undefined, contentType: undefined };
	const json = typeof text.value === 'string' ? text.value : JSON.stringify(text.value);
	try {
		JSON.parse(json);
	} catch {
		// The parser's message quotes the text.
		return refuse(
			'JSON Body is not valid JSON.',
			'Correct the text, or build it by an expression. A reference stands within quotation marks.',
		);
	}
	return { body: Buffer.from(json), contentType: 'application/json' };
}

/** Names and values of fields, in order; a field without a name is left out. */
function fieldsOf(
	pairs: readonly Pair[],
	{ plain, filled }: Texts,
): Built<readonly (readonly [name: string, value: unknown])[]> {
	const fields: [string, unknown][] = [];
	for (const pair of pairs) {
		const name = plain(pair.name, 'body');
		if (isRefused(name)) return name;
		const value = filled(pair.value, 'body');
		if (isRefused(value)) return value;
		if (asText(name.value) !== '') fields.push([asText(name.value), value.value]);
	}
	return fields;
}

/** A file of the item; n8n raises its own error where there is none. */
async function fileOf(
	context: IExecuteFunctions,
	index: number,
	name: ReturnType<Texts['plain']>,
): Promise<Built<Pick<Extract<Part, { kind: 'file' }>, 'fileName' | 'mimeType' | 'bytes'>>> {
	if (isRefused(name)) return name;
	const property = asText(name.value);
	const { fileName = property, mimeType } = context.helpers.assertBinaryData(index, property);
	const bytes = await context.helpers.getBinaryDataBuffer(index, property);
	return { fileName, mimeType, bytes };
}

async function partOf(
	context: IExecuteFunctions,
	index: number,
	stored: StoredPart,
	{ plain, filled }: Texts,
): Promise<Built<Part>> {
	const written = plain(stored.name, 'body');
	if (isRefused(written)) return written;
	const name = asText(written.value);
	if (stored.kind === 'field') {
		const text = filled(stored.value, 'body');
		return isRefused(text) ? text : { kind: 'field', name, text: asText(text.value) };
	}
	const file = await fileOf(context, index, plain(stored.property, 'body'));
	return isRefused(file) ? file : { kind: 'file', name, ...file };
}

async function multipart(
	context: IExecuteFunctions,
	index: number,
	stored: readonly StoredPart[],
	texts: Texts,
): Promise<Built<Content>> {
	const parts: Part[] = [];
	for (const each of stored) {
		// One after the other: files may be large.
		const part = await partOf(context, index, each, texts);
		if (isRefused(part)) return part;
		if (part.name !== '') parts.push(part);
	}
	const boundary = `----incoming-api-${globalThis.crypto.randomUUID()}`;
	return {
		body: multipartBody(parts, boundary),
		contentType: `multipart/form-data; boundary=${boundary}`,
	};
}

/** Builds the body of an item's request. Files come from the item's binary data. */
export async function buildBody(
	context: IExecuteFunctions,
	index: number,
	stored: StoredBody,
	texts: Texts,
): Promise<Built<Content>> {
	switch (stored.kind) {
		case 'none':
			return { body: undefined, contentType: undefined };
		case 'json':
			return jsonText(stored.text, texts);
		case 'json-fields': {
			const fields = fieldsOf(stored.fields, texts);
			if (isRefused(fields)) return fields;
			const json = JSON.stringify(Object.fromEntries(fields));
			return { body: Buffer.from(json), contentType: 'application/json' };
		}
		case 'form': {
			const fields = fieldsOf(stored.fields, texts);
			if (isRefused(fields)) return fields;
			const form = new URLSearchParams(
				fields.map(([name, value]): [string, string] => [name, asText(value)]),
			);
			return {
				body: Buffer.from(String(form)),
				contentType: 'application/x-www-form-urlencoded',
			};
		}
		case 'multipart':
			return await multipart(context, index, stored.parts, texts);
		case 'raw': {
			const text = texts.filled(stored.text, 'body');
			if (isRefused(text)) return text;
			const type = texts.plain(stored.contentType, 'body');
			if (isRefused(type)) return type;
			return {
				body: Buffer.from(asText(text.value)),
				contentType: asText(type.value).trim() || 'text/plain',
			};
		}
		case 'binary': {
			const file = await fileOf(context, index, texts.plain(stored.property, 'body'));
			return isRefused(file) ? file : { body: file.bytes, contentType: file.mimeType };
		}
	}
}
