import type { RefusedSchema } from './examine-schema';
import { allSchemasIn, type SchemaObject } from './subschemas';

const MOST_LETTERS = 300;

/** What a compiler says of a schema, as a flaw in its place where that can be found. */
export function refusalOfCompiler(schema: SchemaObject, message: string): RefusedSchema {
	const [, keyword] = /unknown keyword: "(.+?)"/.exec(message) ?? [];
	if (keyword !== undefined) {
		const [place] =
			[...allSchemasIn(schema)].find(([, each]) => Object.hasOwn(each, keyword)) ?? [];
		const flaw = `has the unknown keyword "${keyword}": correct it or take it away.`;
		return { kind: 'refused', place, flaw };
	}
	const said = message.replace(/^schema is invalid: data/, '').slice(0, MOST_LETTERS);
	return { kind: 'refused', place: undefined, flaw: `cannot be used: ${said}.` };
}
