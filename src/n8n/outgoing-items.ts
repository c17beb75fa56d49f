import type {
	GenericValue,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { fileNameOf } from '../http/file-name';
import type { Redaction } from '../secrets/redaction';
import type { ResponseShape } from './api-request-options';
import {
	type Answer,
	contentTypeOf,
	decodeText,
	kindOf,
	parseJson,
	redactHeaders,
} from './outgoing-answer';
import type { Failure } from './outgoing-failure';
import type { Answered } from './outgoing-hops';

type Item = Pick<INodeExecutionData, 'json' | 'binary'>;

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A body given alone: an item for an object, one for each entry of a list. */
function itemsOfBody(body: unknown, property: string): readonly Item[] {
	const entries: readonly unknown[] = Array.isArray(body) ? body : [body];
	return entries.map((entry) => ({
		json: isObject(entry) ? entry : { [property]: entry as GenericValue },
	}));
}

async function fileOf(
	{ helpers }: IExecuteFunctions,
	{ answer, url }: Answered,
	headers: Answer['headers'],
	{ text, bytes }: Redaction,
) {
	const fileName = fileNameOf(headers['content-disposition'], url);
	const mimeType = contentTypeOf(answer).split(';')[0]?.trim();
	return await helpers.prepareBinaryData(
		Buffer.from(bytes(answer.body)),
		fileName === undefined ? undefined : text(fileName),
		mimeType === undefined || mimeType === '' ? undefined : text(mimeType),
	);
}

/** Makes the items for an answer, without the secrets that were sent. */
export async function itemsOf(
	context: IExecuteFunctions,
	answered: Answered,
	{ format, gives, property }: ResponseShape,
	redaction: Redaction,
): Promise<readonly Item[] | Failure> {
	const { answer, url } = answered;
	const headers = redactHeaders(answer.headers, redaction);
	const head: IDataObject = { statusCode: answer.statusCode, headers };
	const kind = format === 'autodetect' ? kindOf(answer) : format;
	if (kind === 'file') {
		const file = await fileOf(context, answered, headers, redaction);
		return [{ json: gives === 'answer' ? head : {}, binary: { [property]: file } }];
	}
	if (format === 'json' && parseJson(answer) === undefined) {
		return {
			kind: 'failure',
			message: `The answer of ${url.origin} is not JSON.`,
			description: 'Set Response Format to Autodetect or Text to see what it is.',
		};
	}
	// What is labelled as JSON and is none: the builder sees what came.
	const text = decodeText(answer);
	const body = kind === 'json' ? redaction.json(text) : redaction.text(text);
	return gives === 'answer'
		? [{ json: { ...head, body: body as GenericValue } }]
		: itemsOfBody(body, property);
}
