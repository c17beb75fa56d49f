import type { RequestError } from '../http/problem';
import { pointerStep } from './subschemas';

export type ParameterType = 'string' | 'number' | 'boolean';

/** A query parameter that a trigger declares by name (PF-18). */
export interface DeclaredParameter {
	readonly name: string;
	readonly type: ParameterType;
	/** Whether a call without it is refused. */
	readonly required: boolean;
	/** The text that a call without it is taken to have sent. */
	readonly default: string | undefined;
}

export type ParameterValue = string | number | boolean;

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const LONGEST_NUMBER = 40;
const MOST_PARAMETERS = 50;
const LONGEST_NAME = 100;

const NOUNS = { string: 'a text', number: 'a number', boolean: 'true or false' } as const;

/** The value that a text means; `undefined` where it means none of that type. */
function valueOf(text: string, type: ParameterType): ParameterValue | undefined {
	switch (type) {
		case 'string':
			return text;
		case 'number': {
			const value = text.length <= LONGEST_NUMBER && NUMBER.test(text) ? Number(text) : NaN;
			return Number.isFinite(value) ? value : undefined;
		}
		case 'boolean':
			return text === 'true' ? true : text === 'false' ? false : undefined;
	}
}

/** The first mistake in the declarations of a trigger, in a sentence. */
export function mistakeInParameters(parameters: readonly DeclaredParameter[]): string | undefined {
	if (parameters.length > MOST_PARAMETERS) {
		return `Query Parameters has more than ${String(MOST_PARAMETERS)} entries: use Query Schema.`;
	}
	const names = parameters.map(({ name }) => name);
	for (const [index, { name, type, required, default: text }] of parameters.entries()) {
		const quoted = JSON.stringify(name.slice(0, LONGEST_NAME));
		if (name === '' || name.length > LONGEST_NAME || name === '__proto__') {
			return `Query Parameters has ${quoted} as a name: enter one of 1 to ${String(LONGEST_NAME)} letters.`;
		}
		if (names.indexOf(name) !== index) {
			return `Query Parameters declares ${quoted} twice: take one away.`;
		}
		if (text === undefined) continue;
		if (required) {
			return `The query parameter ${quoted} is required and has a default: choose one of the two.`;
		}
		if (valueOf(text, type) === undefined) {
			return `The default of the query parameter ${quoted} is not ${NOUNS[type]}: correct it.`;
		}
	}
	return undefined;
}

/** The query with its declared parameters typed and completed, and what is wrong with them. */
export function takeParameters(
	query: Readonly<Record<string, unknown>>,
	parameters: readonly DeclaredParameter[],
): {
	readonly query: Readonly<Record<string, unknown>>;
	readonly errors: readonly RequestError[];
} {
	if (parameters.length === 0) return { query, errors: [] };
	const errors: RequestError[] = [];
	const taken = { ...query };
	for (const { name, type, required, default: fallback } of parameters) {
		const sent = Object.hasOwn(query, name) ? query[name] : undefined;
		const text = sent === undefined ? fallback : sent;
		const value = typeof text === 'string' ? valueOf(text, type) : undefined;
		const wrong = (pointer: string, message: string) =>
			void errors.push({ pointer, in: 'query', message });
		if (value !== undefined) taken[name] = value;
		else if (text !== undefined) wrong(pointerStep(name), `must be ${NOUNS[type]}, given once`);
		else if (required) wrong('', `must have the member ${JSON.stringify(name)}`);
	}
	return { query: taken, errors };
}
