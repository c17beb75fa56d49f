import { isObject, type SchemaObject, subschemasOf } from './subschemas';

/** A reference to another place of the same schema. */
const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef'];

/** The place that a reference names, as a JSON Pointer; `undefined` where it is none of this text. */
export function referredPlace(
	reference: unknown,
	schemas: ReadonlyMap<string, SchemaObject>,
): string | undefined {
	if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined;
	let name: string;
	try {
		name = decodeURIComponent(reference.slice(1));
	} catch {
		return undefined; // not percent-encoded UTF-8
	}
	if (schemas.has(name)) return name;
	for (const [place, schema] of schemas) {
		if (schema['$anchor'] === name || schema['$dynamicAnchor'] === name) return place;
	}
	return undefined;
}

export function referencesIn(schema: SchemaObject): readonly unknown[] {
	return REFERENCES.filter((keyword) => Object.hasOwn(schema, keyword)).map(
		(keyword) => schema[keyword],
	);
}

/** Longer chains of references count as endless: they are followed by recursion. */
const LONGEST_CHAIN = 200;

function listLength(value: unknown): number {
	if (Array.isArray(value)) return value.length;
	if (!isObject(value)) return 0;
	return Object.values(value).reduce((sum: number, each) => sum + listLength(each), 0);
}

/** What the keywords of one schema cost, without the schemas inside of it. */
function ownWeight(schema: SchemaObject): number {
	const lists = ['enum', 'required', 'dependentRequired'].map((name) => listLength(schema[name]));
	return Object.keys(schema).length + lists.reduce((sum, length) => sum + length, 1);
}

/**
 * How many keywords a schema has when every reference is written out; infinite where it refers to
 * itself. No value inside of an instance is judged by more than that many.
 */
export function schemaWeight(schemas: ReadonlyMap<string, SchemaObject>): number {
	const weights = new Map<string, number>();
	const weigh = (place: string, depth: number): number => {
		const known = weights.get(place);
		if (known !== undefined) return known;
		const schema = schemas.get(place);
		if (schema === undefined) return 1;
		if (depth > LONGEST_CHAIN) return Infinity;
		weights.set(place, Infinity); // until it is known: whoever meets it meanwhile goes in a circle
		const inner = subschemasOf(schema, place)
			.filter(({ role }) => role !== 'definition')
			.map(({ place: at }) => weigh(at, depth + 1));
		const referred = referencesIn(schema).map((reference) => {
			const target = referredPlace(reference, schemas);
			return target === undefined ? Infinity : weigh(target, depth + 1);
		});
		const weight = [...inner, ...referred].reduce((sum, each) => sum + each, ownWeight(schema));
		weights.set(place, weight);
		return weight;
	};
	return weigh('', 0);
}

/**
 * A place from which references lead on without ever going into the value, back to it or through
 * very many: judging would have no end.
 */
export function endlessPlace(schemas: ReadonlyMap<string, SchemaObject>): string | undefined {
	const states = new Map<string, 'open' | 'done'>();
	const isEndless = (place: string, depth: number): boolean => {
		const state = states.get(place);
		if (state !== undefined) return state === 'open';
		const schema = schemas.get(place);
		if (schema === undefined) return false;
		if (depth > LONGEST_CHAIN) return true;
		states.set(place, 'open');
		const next = [
			...subschemasOf(schema, place).flatMap(({ place: at, role }) =>
				role === 'same-value' ? [at] : [],
			),
			...referencesIn(schema).flatMap((reference) => referredPlace(reference, schemas) ?? []),
		];
		if (next.some((each) => isEndless(each, depth + 1))) return true;
		states.set(place, 'done');
		return false;
	};
	return [...schemas.keys()].find((place) => isEndless(place, 0));
}
