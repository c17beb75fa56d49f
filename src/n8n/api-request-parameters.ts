import type { IExecuteFunctions } from 'n8n-workflow';
import { type Method, METHODS } from '../http/redirect';
import { type Options, readOptions } from './api-request-options';

/** A name and a value as they are stored: an expression begins with `=`. */
export interface Pair {
	readonly name: unknown;
	readonly value: unknown;
}

/** A part of a multipart form as it is stored; `property` names a file of the item. */
export type StoredPart =
	| ({ readonly kind: 'field' } & Pair)
	| { readonly kind: 'file'; readonly name: unknown; readonly property: unknown };

/** The body as it is stored, by the way in which the builder gives it. */
export type StoredBody =
	| { readonly kind: 'none' }
	| { readonly kind: 'json'; readonly text: unknown }
	| { readonly kind: 'json-fields' | 'form'; readonly fields: readonly Pair[] }
	| { readonly kind: 'multipart'; readonly parts: readonly StoredPart[] }
	| { readonly kind: 'raw'; readonly text: unknown; readonly contentType: unknown }
	| { readonly kind: 'binary'; readonly property: unknown };

/** What an item's request is made of: stored texts, and choices that n8n has evaluated. */
export interface Parameters {
	readonly method: Method | undefined;
	readonly url: unknown;
	readonly storedUrl: unknown;
	readonly query: readonly Pair[];
	readonly headers: readonly Pair[];
	readonly body: StoredBody;
	readonly options: Options;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

function entriesIn(collection: unknown): readonly Record<string, unknown>[] {
	const entries: unknown = isRecord(collection) ? collection['parameters'] : undefined;
	return Array.isArray(entries) ? entries.filter(isRecord) : [];
}

const pairsIn = (collection: unknown): readonly Pair[] =>
	entriesIn(collection).map(({ name, value }) => ({ name, value }));

function partOf({ parameterType, name, value, inputDataFieldName }: Record<string, unknown>) {
	return parameterType === 'formBinaryData'
		? ({ kind: 'file', name, property: inputDataFieldName } as const)
		: ({ kind: 'field', name, value } as const);
}

function readBody(context: IExecuteFunctions, index: number): StoredBody {
	const { parameters } = context.getNode();
	const contentType = String(context.getNodeParameter('contentType', index, 'json'));
	switch (contentType) {
		case 'form-urlencoded':
			return { kind: 'form', fields: pairsIn(parameters['bodyParameters']) };
		case 'multipart-form-data':
			return { kind: 'multipart', parts: entriesIn(parameters['bodyParameters']).map(partOf) };
		case 'raw':
			return {
				kind: 'raw',
				text: parameters['body'] ?? '',
				contentType: parameters['rawContentType'],
			};
		case 'binaryData':
			return { kind: 'binary', property: parameters['inputDataFieldName'] ?? 'data' };
		default:
			return context.getNodeParameter('specifyBody', index, 'json') === 'keypair'
				? { kind: 'json-fields', fields: pairsIn(parameters['bodyParameters']) }
				: { kind: 'json', text: parameters['jsonBody'] ?? '{}' };
	}
}

/** Reads what the switches of an item leave in use. */
export function readParameters(context: IExecuteFunctions, index: number): Parameters {
	const { parameters } = context.getNode();
	const isOn = (name: string): boolean => context.getNodeParameter(name, index, false) === true;
	const chosen = context.getNodeParameter('method', index, 'GET');
	const method = METHODS.find((known) => known === chosen);
	const hasBody = method !== 'GET' && method !== 'HEAD' && isOn('sendBody');
	return {
		method,
		url: context.getNodeParameter('url', index, ''),
		storedUrl: parameters['url'],
		query: isOn('sendQuery') ? pairsIn(parameters['queryParameters']) : [],
		headers: isOn('sendHeaders') ? pairsIn(parameters['headerParameters']) : [],
		body: hasBody ? readBody(context, index) : { kind: 'none' },
		options: readOptions(context.getNodeParameter('options', index, {})),
	};
}

/** A parameter's value as text: nothing for null, JSON for objects. */
export function asText(value: unknown): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
