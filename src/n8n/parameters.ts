import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { RateLimit } from '../realm/realm';
import { listOf } from './list';
import { readOptionalRateLimit } from './rate-limit';

/** The parameters of a node for one item, each read as the type that is needed. */
export interface Parameters {
	/** Throws a sentence where the value is not a text. */
	text(name: string): string;
	/**
	 * `undefined` where the field is absent or empty. Throws a sentence where an expression came out
	 * empty: what it did not find must not make a key that never expires, or a list of everything.
	 */
	optionalText(name: string): string | undefined;
	/** Whether somebody filled the field in, be it with an expression that finds nothing. */
	isWritten(name: string): boolean;
	/** Whether a field of a collection, such as `clientOptions.scopes`, was added, be it empty. */
	isAdded(path: string): boolean;
	/** Names in a list or with commas between them; `undefined` where nobody filled the field in. */
	optionalList(name: string): readonly string[] | undefined;
	/** The same, but an empty list where the field is empty. */
	list(name: string): readonly string[];
	flag(name: string): boolean;
	/** `undefined` where the field holds no limit. */
	rateLimit(name: string): RateLimit | undefined;
	/** A whole number, 0 included. */
	wholeNumber(name: string): number;
	count(name: string): number;
}

function typeName(value: unknown): string {
	return value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value;
}

export function parametersOf(
	context: Pick<IExecuteFunctions, 'getNode' | 'getNodeParameter'>,
	itemIndex: number,
): Parameters {
	const read = (name: string, fallback: unknown): unknown =>
		context.getNodeParameter(name, itemIndex, fallback as IDataObject);

	const text = (name: string): string => {
		const value = read(name, '');
		if (typeof value === 'string') return value;
		if (typeof value === 'number') return String(value);
		throw new Error(`The field "${name}" is ${typeName(value)}: give it a text.`);
	};

	const isExpression = (name: string): boolean => {
		const raw: unknown = context.getNodeParameter(name, itemIndex, '', { rawExpressions: true });
		return typeof raw === 'string' && raw.startsWith('=');
	};

	const isWritten = (name: string): boolean => {
		const written = context.getNode().parameters[name];
		return Array.isArray(written) ? written.length > 0 : written !== undefined && written !== '';
	};

	const list = (name: string): readonly string[] => {
		const value = read(name, '');
		const names = listOf(value);
		if (names) return names;
		throw new Error(`The field "${name}" is ${typeName(value)}: give it a list of names.`);
	};

	return {
		text,
		list,
		isWritten,
		isAdded(path) {
			const [collection = '', member = ''] = path.split('.');
			const added = context.getNode().parameters[collection];
			return typeof added === 'object' && added !== null && Object.hasOwn(added, member);
		},
		optionalList: (name) => (isWritten(name) ? list(name) : undefined),
		wholeNumber(name) {
			const value = read(name, 0);
			if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
			throw new Error(`The field "${name}" is not a whole number: enter one.`);
		},
		optionalText(name) {
			const value = read(name, '') ?? '';
			if (typeof value !== 'string' || value.trim() !== '') return text(name).trim();
			if (!isExpression(name)) return undefined;
			throw new Error(
				`The field "${name}" is an expression that came out empty: correct it, or clear the field.`,
			);
		},
		rateLimit: (name) => readOptionalRateLimit(read(name, {})),
		flag: (name) => read(name, false) === true,
		count(name) {
			const value = read(name, 0);
			if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
			throw new Error(`The field "${name}" is not a whole number above 0: enter one.`);
		},
	};
}
