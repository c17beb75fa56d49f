import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { type Method, METHODS } from '../http/redirect';

export interface Pair {
	readonly name: unknown;
	readonly value: unknown;
}

/** The node's parameters for one item, evaluated by n8n. */
export interface Parameters {
	readonly method: Method | undefined;
	readonly url: unknown;
	readonly query: readonly Pair[];
	readonly jsonBody: unknown;
	readonly timeout: number | undefined;
	readonly statusErrors: 'fail' | 'pass-on';
}

/** The same as they are stored: an expression begins with `=`. */
export interface RawParameters {
	readonly url: unknown;
	readonly query: readonly Pair[];
	readonly headers: readonly Pair[];
	readonly jsonBody: unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

function pairsIn(collection: unknown): readonly Pair[] {
	const pairs: unknown = isRecord(collection) ? collection['parameters'] : undefined;
	if (!Array.isArray(pairs)) return [];
	return pairs.filter(isRecord).map(({ name, value }) => ({ name, value }));
}

const isOn = (context: IExecuteFunctions, name: string, index: number): boolean =>
	context.getNodeParameter(name, index, false) === true;

/** Reads the stored parameters that an item's switches leave in use. */
export function readRawParameters(context: IExecuteFunctions, index: number): RawParameters {
	const { parameters } = context.getNode();
	return {
		url: parameters['url'],
		query: isOn(context, 'sendQuery', index) ? pairsIn(parameters['queryParameters']) : [],
		headers: isOn(context, 'sendHeaders', index) ? pairsIn(parameters['headerParameters']) : [],
		jsonBody: isOn(context, 'sendBody', index) ? parameters['jsonBody'] : undefined,
	};
}

/** Reads the parameters that n8n evaluates for an item; headers are evaluated apart. */
export function readParameters(context: IExecuteFunctions, index: number): Parameters {
	const method = context.getNodeParameter('method', index, 'GET');
	const options = context.getNodeParameter('options', index, {}) as IDataObject;
	const { timeout, ignoreHttpStatusErrors } = options;
	return {
		method: METHODS.find((known) => known === method),
		url: context.getNodeParameter('url', index, ''),
		query: isOn(context, 'sendQuery', index)
			? pairsIn(context.getNodeParameter('queryParameters', index, {}))
			: [],
		jsonBody: isOn(context, 'sendBody', index)
			? context.getNodeParameter('jsonBody', index, '')
			: undefined,
		timeout: typeof timeout === 'number' && timeout > 0 ? timeout : undefined,
		statusErrors: ignoreHttpStatusErrors === true ? 'pass-on' : 'fail',
	};
}

/** A parameter's value as text: nothing for null, JSON for objects. */
export function asText(value: unknown): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
