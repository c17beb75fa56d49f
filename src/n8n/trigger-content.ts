import { parseMediaRange } from '../http/media-type';
import type { CallRules, DeclaredParameter, ParameterType } from '../realm/realm';
import { listOf } from './list';

const TYPES: readonly ParameterType[] = ['string', 'number', 'boolean'];
const BYTES_PER_KB = 1024;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The editor gives a JSON field as text; whoever writes a workflow by hand may give the JSON. */
function schemaText(value: unknown, field: string): string | undefined {
	if (value === undefined || value === '') return undefined;
	if (typeof value === 'string') return value.trim() === '' ? undefined : value;
	if (isFields(value)) return JSON.stringify(value);
	throw new Error(`${field} is no JSON object: correct it.`);
}

function mediaTypesOf(value: unknown): readonly string[] {
	const listed = listOf(value ?? []);
	if (listed === undefined) {
		throw new Error('Accepted Media Types is not a list: enter a media type in each field.');
	}
	return listed.map((text) => {
		const range = parseMediaRange(text);
		if (range !== undefined) return range;
		throw new Error(
			`Accepted Media Types has "${text}", which is none: write one such as application/json.`,
		);
	});
}

function largestBytesOf(value: unknown): number | undefined {
	if (value === undefined || value === 0) return undefined;
	if (typeof value === 'number' && value > 0) return Math.floor(value * BYTES_PER_KB);
	throw new Error('Largest Body (KB) is no number of 0 or more: correct it.');
}

function parametersOf(value: unknown): readonly DeclaredParameter[] {
	const entries: unknown = isFields(value) ? (value['parameter'] ?? []) : (value ?? []);
	if (!Array.isArray(entries) || !entries.every(isFields)) {
		throw new Error('Query Parameters is not a list: add each parameter anew.');
	}
	return entries.map(({ name = '', type = 'string', required = false, default: text = '' }) => {
		const known = TYPES.find((each) => each === type);
		if (known === undefined || typeof name !== 'string' || typeof text !== 'string') {
			throw new Error('Query Parameters has an entry that cannot be read: add it anew.');
		}
		const fallback = text === '' ? undefined : text;
		return { name, type: known, required: required === true, default: fallback };
	});
}

/**
 * Reads what a trigger demands of the content of calls; `undefined` where it demands nothing. What
 * cannot be read throws: a rule must not be gone unnoticed.
 */
export function contentRulesOf(value: unknown): CallRules | undefined {
	if (value === undefined) return undefined;
	if (!isFields(value)) throw new Error('Validation cannot be read: add its rules anew.');
	const body = schemaText(value['bodySchema'], 'Body Schema');
	const query = schemaText(value['querySchema'], 'Query Schema');
	const headers = schemaText(value['headersSchema'], 'Headers Schema');
	const rules = {
		schemas: { ...(body && { body }), ...(query && { query }), ...(headers && { headers }) },
		parameters: parametersOf(value['parameters']),
		mediaTypes: mediaTypesOf(value['mediaTypes']),
		largestBytes: largestBytesOf(value['largestBody']),
	};
	const isEmpty =
		Object.keys(rules.schemas).length === 0 &&
		rules.parameters.length === 0 &&
		rules.mediaTypes.length === 0 &&
		rules.largestBytes === undefined;
	return isEmpty ? undefined : rules;
}
