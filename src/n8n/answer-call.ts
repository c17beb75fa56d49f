import { validateHeaderName, validateHeaderValue } from 'node:http';

import { type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { ANSWERED_HEADER } from './capture-answer';
import { operationError } from './operation-error';
import { parametersOf } from './parameters';

const TRIGGER = 'incomingApiTrigger';

/** `sendResponse` does nothing in any other mode, and does not say so. */
function findMistake(context: IExecuteFunctions): string | undefined {
	const triggers = context
		.getParentNodes(context.getNode().name, { includeNodeParameters: true })
		.filter(({ type, disabled }) => type.split('.').at(-1) === TRIGGER && disabled !== true);
	if (triggers.length === 0) {
		return 'There is no Incoming API Trigger before this node: connect it after one.';
	}
	const waiting = triggers.some(({ parameters }) => {
		const { responseMode, pollAnswer } = parameters ?? {};
		return (responseMode === 'poll' ? pollAnswer : responseMode) === 'responseNode';
	});
	if (waiting) return undefined;
	const names = triggers.map(({ name }) => `"${name}"`).join(', ');
	return `The caller does not wait for this node: set Respond of ${names} to "Using Incoming API Response Node", or Answer to Ask For to "Incoming API Response Node".`;
}

function readHeaders(context: IExecuteFunctions): Record<string, string> {
	const { entries = [] } = context.getNodeParameter('responseHeaders', 0, {}) as {
		entries?: readonly { name: string; value: unknown }[];
	};
	const headers: Record<string, string> = {};
	for (const { name, value } of entries) {
		if (name === '') continue;
		const text = String(value);
		try {
			validateHeaderName(name);
			validateHeaderValue(name, text);
		} catch {
			throw new Error(
				`The header "${name}" of the answer cannot be sent: correct its name or value.`,
			);
		}
		if (Object.hasOwn(headers, name.toLowerCase())) {
			throw new Error(`Header "${name}" is given twice: write it into the answer once.`);
		}
		headers[name.toLowerCase()] = text;
	}
	return headers;
}

function readBody(context: IExecuteFunctions, items: readonly INodeExecutionData[]) {
	const parameters = parametersOf(context, 0);
	const kind = parameters.text('respondWith');
	switch (kind) {
		case 'firstItem':
			return { body: items[0]?.json ?? {}, contentType: undefined };
		case 'noData':
			// An empty text would be called text/html.
			return { body: Buffer.alloc(0), contentType: undefined };
		case 'text':
			return { body: parameters.text('responseText'), contentType: 'text/plain; charset=utf-8' };
		case 'json':
			return {
				body: parseJson(context.getNodeParameter('responseBody', 0)),
				contentType: 'application/json; charset=utf-8',
			};
		case 'binaryFile':
			return readFile(context, parameters.text('responseFile'));
		default:
			throw new Error(`Respond With is "${kind}", which does not exist: choose from the list.`);
	}
}

/** n8n streams a file from its storage; one that is in the item itself is sent as it is. */
function readFile(context: IExecuteFunctions, field: string) {
	const file = context.helpers.assertBinaryData(0, field);
	const isStored = file.id !== undefined && file.id !== '';
	return {
		body: isStored ? { binaryData: file } : Buffer.from(file.data, 'base64'),
		contentType: file.mimeType,
	};
}

/** An expression may give a value instead of its text. */
function parseJson(value: unknown): string {
	if (typeof value !== 'string') return JSON.stringify(value);
	try {
		return JSON.stringify(JSON.parse(value));
	} catch {
		throw new Error('The body of the answer is not JSON: correct it, or respond with text.');
	}
}

function readStatus(context: IExecuteFunctions): number {
	const status = context.getNodeParameter('statusCode', 0);
	if (Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599)
		return Number(status);
	throw new Error('The status code of the answer is not a number from 200 to 599: correct it.');
}

/**
 * Answers the waiting caller for the first item and passes all items on. Where that fails and the
 * workflow is to go on, one item `{ error }` is all that comes out.
 */
export async function answerCall(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	try {
		const mistake = findMistake(context);
		if (mistake !== undefined) throw new Error(mistake);
		const { body, contentType } = readBody(context, items);
		await context.sendResponse({
			statusCode: readStatus(context),
			headers: {
				...(contentType === undefined ? {} : { 'content-type': contentType }),
				...readHeaders(context),
				[ANSWERED_HEADER]: 'true',
			} as IDataObject,
			body,
		});
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		// n8n finds such an item, and takes the way that On Error says.
		if (context.continueOnFail()) return [[{ json: { error: message }, pairedItem: { item: 0 } }]];
		throw operationError(context.getNode(), message);
	}
	return [items];
}
