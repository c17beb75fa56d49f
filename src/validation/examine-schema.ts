import { sizeOf } from './instance-size';
import { endlessPlace, referencesIn, referredPlace, schemaWeight } from './schema-weight';
import { allSchemasIn, holdsValues, isObject, isSchemaKeyword, NAMED } from './subschemas';
import type { SchemaObject } from './subschemas';

export type Draft = '2020-12' | 'draft-07';

/** What is known of a schema before it is compiled. */
export interface ExaminedSchema {
	readonly kind: 'examined';
	readonly draft: Draft;
	readonly schema: SchemaObject;
	/** See `schemaWeight`. */
	readonly weight: number;
	/** Whether a text or list may take more than linear time: patterns, formats, unique items. */
	readonly isSlow: boolean;
	readonly hasDefaults: boolean;
	/** Names of members that the schema speaks of. */
	readonly names: ReadonlySet<string>;
}

/** Why a schema is not used. `place` is a JSON Pointer into it; `undefined` for the whole text. */
export interface RefusedSchema {
	readonly kind: 'refused';
	readonly place: string | undefined;
	/** What is wrong and what to do, to follow the name of the place: "has ...: ...". */
	readonly flaw: string;
}

export const SCHEMA_LIMITS = {
	letters: 100_000,
	depth: 64,
	values: 20_000,
	schemas: 2_000,
	enum: 1_000,
} as const;

const DRAFTS: ReadonlyMap<unknown, Draft> = new Map([
	[undefined, '2020-12'],
	['https://json-schema.org/draft/2020-12/schema', '2020-12'],
	['https://json-schema.org/draft/2020-12/schema#', '2020-12'],
	['http://json-schema.org/draft-07/schema', 'draft-07'],
	['http://json-schema.org/draft-07/schema#', 'draft-07'],
]);

/** Formats that are measured to take linear time whatever the text. */
const LINEAR_FORMATS: ReadonlySet<unknown> = new Set([
	'binary',
	'date',
	'date-time',
	'double',
	'email',
	'float',
	'int32',
	'int64',
	'ipv4',
	'ipv6',
	'iso-date-time',
	'iso-time',
	'password',
	'time',
	'uuid',
]);

export function refusedSchema(place: string | undefined, flaw: string): RefusedSchema {
	return { kind: 'refused', place, flaw };
}

/**
 * Reads a schema and looks at it before any of it is compiled: it may come from anywhere. Refuses
 * what is too large, what would load something, and what could end up without end (DESIGN: schemas
 * are hostile).
 */
export function examineSchema(text: string): ExaminedSchema | RefusedSchema {
	const { letters, depth, values } = SCHEMA_LIMITS;
	if (text.length > letters) {
		return refusedSchema(undefined, `has more than ${String(letters)} letters: shorten it.`);
	}
	const root = parse(text);
	if (!isObject(root)) return refusedSchema(undefined, 'is no JSON object: correct it.');
	const size = sizeOf(root, { depth, values });
	if (size.kind === 'too-deep') {
		return refusedSchema(undefined, `is nested more than ${String(depth)} deep: flatten it.`);
	}
	if (size.kind === 'too-many') {
		return refusedSchema(undefined, `has more than ${String(values)} values: shorten it.`);
	}
	const draft = DRAFTS.get(root['$schema']);
	if (draft === undefined) {
		return refusedSchema(
			'/$schema',
			'is neither draft 2020-12 nor draft-07: name one of them, or none for draft 2020-12.',
		);
	}
	const schemas = allSchemasIn(root);
	if (schemas.size > SCHEMA_LIMITS.schemas) {
		const most = String(SCHEMA_LIMITS.schemas);
		return refusedSchema(undefined, `has more than ${most} schemas in it: shorten it.`);
	}
	for (const [place, schema] of schemas) {
		const flaw = flawOf(schema, place, schemas);
		if (flaw !== undefined) return refusedSchema(place, flaw);
	}
	const endless = endlessPlace(schemas);
	if (endless !== undefined) {
		return refusedSchema(endless, 'refers to itself without end: refer to it from a member.');
	}
	const all = [...schemas.values()];
	return {
		kind: 'examined',
		draft,
		schema: root,
		weight: schemaWeight(schemas),
		isSlow: all.some(isSlow),
		hasDefaults: all.some((schema) => Object.hasOwn(schema, 'default')),
		names: new Set(all.flatMap(namesIn)),
	};
}

/** Undefined also where the text is not JSON: JSON.parse has no other way to say so. */
function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function flawOf(
	schema: SchemaObject,
	place: string,
	schemas: ReadonlyMap<string, SchemaObject>,
): string | undefined {
	if (Object.hasOwn(schema, '$async')) return 'has $async, which is not supported: take it away.';
	const isData = ([keyword, value]: [string, unknown]): boolean =>
		keyword === '$data' ||
		(!isSchemaKeyword(keyword) &&
			!holdsValues(keyword) &&
			isObject(value) &&
			Object.hasOwn(value, '$data'));
	if (Object.entries(schema).some(isData)) {
		return 'has $data, which is not supported: write the value.';
	}
	if (place !== '' && ['$id', '$schema'].some((keyword) => Object.hasOwn(schema, keyword))) {
		return 'has an $id or $schema of its own: keep one schema, with $defs.';
	}
	const { enum: listed } = schema;
	if (Array.isArray(listed) && listed.length > SCHEMA_LIMITS.enum) {
		return `has an enum of more than ${String(SCHEMA_LIMITS.enum)} values: shorten it.`;
	}
	for (const reference of referencesIn(schema)) {
		if (typeof reference !== 'string' || !reference.startsWith('#')) {
			return 'refers to another document: copy that into $defs, and refer to #/$defs/....';
		}
		if (referredPlace(reference, schemas) === undefined) {
			return 'refers to a place that has no schema: correct the reference.';
		}
	}
	if (namesIn(schema).includes('__proto__')) {
		return 'names a member __proto__, which no item can hold: take it away.';
	}
	return undefined;
}

function isSlow(schema: SchemaObject): boolean {
	const { format, uniqueItems } = schema;
	return (
		['pattern', 'patternProperties', '$dynamicRef', '$recursiveRef'].some((keyword) =>
			Object.hasOwn(schema, keyword),
		) ||
		(format !== undefined && !LINEAR_FORMATS.has(format)) ||
		(uniqueItems !== undefined && uniqueItems !== false)
	);
}

/** Names of members that a schema itself writes down. */
function namesIn(schema: SchemaObject): readonly string[] {
	const named = [...NAMED]
		.filter(
			(keyword) => keyword !== 'patternProperties' && !/^(?:\$defs|definitions)$/.test(keyword),
		)
		.flatMap((keyword) => (isObject(schema[keyword]) ? Object.keys(schema[keyword]) : []));
	const lists = [schema['required'], schema['dependentRequired'], schema['dependencies']];
	const listed = lists
		.flatMap((list) =>
			isObject(list) ? [...Object.keys(list), ...Object.values(list).flat()] : list,
		)
		.filter((name) => typeof name === 'string');
	return [...named, ...listed];
}
