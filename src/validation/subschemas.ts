/** An object of a schema's text. */
export type SchemaObject = Readonly<Record<string, unknown>>;

/** One schema inside of another, by JSON Pointer. RFC 6901. */
export interface Subschema {
	readonly place: string;
	readonly schema: unknown;
	/** A definition judges nothing until something refers to it. */
	readonly role: 'definition' | 'same-value' | 'inner-value';
}

const DEFINING: ReadonlySet<string> = new Set(['$defs', 'definitions']);

/** Keywords whose schemas judge the same value as the schema around them. */
const SAME_VALUE: ReadonlySet<string> = new Set([
	'allOf',
	'anyOf',
	'dependencies',
	'dependentSchemas',
	'else',
	'if',
	'not',
	'oneOf',
	'then',
]);

const ONE: ReadonlySet<string> = new Set([
	'additionalItems',
	'additionalProperties',
	'contains',
	'contentSchema',
	'else',
	'if',
	'items',
	'not',
	'propertyNames',
	'then',
	'unevaluatedItems',
	'unevaluatedProperties',
]);

const LISTED: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'items', 'oneOf', 'prefixItems']);

/** Keywords whose members have names of the author's own. */
export const NAMED: ReadonlySet<string> = new Set([
	'$defs',
	'definitions',
	'dependencies',
	'dependentSchemas',
	'patternProperties',
	'properties',
]);

/** Keywords that hold values, not schemas. */
const VALUES: ReadonlySet<string> = new Set(['const', 'default', 'enum', 'examples']);

export function isObject(value: unknown): value is SchemaObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One step of a JSON Pointer. RFC 6901 section 3. */
export function pointerStep(name: string): string {
	return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

export function isSchemaKeyword(keyword: string): boolean {
	return ONE.has(keyword) || LISTED.has(keyword) || NAMED.has(keyword);
}

export function holdsValues(keyword: string): boolean {
	return VALUES.has(keyword);
}

function roleOf(keyword: string): Subschema['role'] {
	if (DEFINING.has(keyword)) return 'definition';
	return SAME_VALUE.has(keyword) ? 'same-value' : 'inner-value';
}

/** The schemas directly inside of one. `place` is that of the schema around them. */
export function subschemasOf(schema: SchemaObject, place: string): readonly Subschema[] {
	return Object.entries(schema).flatMap(([keyword, value]) => {
		const role = roleOf(keyword);
		const at = place + pointerStep(keyword);
		if (Array.isArray(value)) {
			if (!LISTED.has(keyword)) return [];
			return value.map((each: unknown, index) => ({
				place: `${at}/${String(index)}`,
				schema: each,
				role,
			}));
		}
		if (!isObject(value)) return [];
		if (ONE.has(keyword)) return [{ place: at, schema: value, role }];
		if (!NAMED.has(keyword)) return [];
		return Object.entries(value).map(([name, each]) => ({
			place: at + pointerStep(name),
			schema: each,
			role,
		}));
	});
}

/** Every schema object of a text whose depth is known to be small, the outermost first. */
export function allSchemasIn(root: SchemaObject): ReadonlyMap<string, SchemaObject> {
	const found = new Map<string, SchemaObject>([['', root]]);
	for (const [place, schema] of found) {
		for (const inner of subschemasOf(schema, place)) {
			if (isObject(inner.schema)) found.set(inner.place, inner.schema);
		}
	}
	return found;
}
