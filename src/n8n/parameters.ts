import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** The parameters of a node for one item, each read as the type that is needed. */
export interface Parameters {
	/** Throws a sentence where the value is not a text. */
	text(name: string): string;
	/** `undefined` where the field is absent or empty. */
	optionalText(name: string): string | undefined;
	flag(name: string): boolean;
	count(name: string): number;
}

function typeName(value: unknown): string {
	return value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value;
}

export function parametersOf(
	context: Pick<IExecuteFunctions, 'getNodeParameter'>,
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

	return {
		text,
		optionalText: (name) => text(name).trim() || undefined,
		flag: (name) => read(name, false) === true,
		count(name) {
			const value = read(name, 0);
			if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
			throw new Error(`The field "${name}" is not a whole number above 0: enter one.`);
		},
	};
}
