import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { listOf } from './list';

/** The parameters of a node for one item, each read as the type that is needed. */
export interface Parameters {
	/** Throws a sentence where the value is not a text. */
	text(name: string): string;
	/** `undefined` where the field is absent or empty. */
	optionalText(name: string): string | undefined;
	/** Whether somebody filled the field in, be it with an expression that finds nothing. */
	isWritten(name: string): boolean;
	/** Names in a list or with commas between them; `undefined` where nobody filled the field in. */
	optionalList(name: string): readonly string[] | undefined;
	/** The same, but an empty list where the field is empty. */
	list(name: string): readonly string[];
	flag(name: string): boolean;
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
		optionalList: (name) => (isWritten(name) ? list(name) : undefined),
		wholeNumber(name) {
			const value = read(name, 0);
			if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
			throw new Error(`The field "${name}" is not a whole number: enter one.`);
		},
		optionalText: (name) => text(name).trim() || undefined,
		flag: (name) => read(name, false) === true,
		count(name) {
			const value = read(name, 0);
			if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
			throw new Error(`The field "${name}" is not a whole number above 0: enter one.`);
		},
	};
}
