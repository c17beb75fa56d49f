import type { RequestError } from '../http/problem';
import type { RawError } from './compile-schema';
import type { Part } from './rules';
import { pointerStep } from './subschemas';

const MOST_LETTERS = 200;

/** What the schema says, as JSON; nothing where that is long. */
function fromSchema(value: unknown): string | undefined {
	const text = JSON.stringify(value) as string | undefined;
	return text !== undefined && text.length <= MOST_LETTERS ? text : undefined;
}

function among(values: unknown): string {
	const texts = Array.isArray(values) ? values.map(fromSchema) : [undefined];
	const list = texts.includes(undefined) ? '' : texts.join(', ');
	return list === '' || list.length > MOST_LETTERS ? 'a value that is allowed' : `one of ${list}`;
}

/**
 * A keyword in words. What comes from the schema may be said; neither a value of the caller nor a
 * name that only the caller uses.
 */
function wordsFor({ keyword, params }: RawError): string {
	const of = (name: string): string => fromSchema(params[name]) ?? 'what the schema says';
	switch (keyword) {
		case 'type':
			return `must be ${[params['type']].flat().join(' or ')}`;
		case 'enum':
			return `must be ${among(params['allowedValues'])}`;
		case 'const':
			return `must be ${of('allowedValue')}`;
		case 'required':
			return `must have the member ${of('missingProperty')}`;
		case 'dependentRequired':
		case 'dependencies':
			return `must have the member ${of('missingProperty')} where it has ${of('property')}`;
		case 'additionalProperties':
		case 'unevaluatedProperties':
			return 'has a member that is not allowed';
		case 'additionalItems':
		case 'unevaluatedItems':
			return 'has an item that is not allowed';
		case 'propertyNames':
			return 'has a member whose name is not allowed';
		case 'false schema':
			return 'is not allowed';
		case 'minLength':
			return `must have at least ${of('limit')} characters`;
		case 'maxLength':
			return `must have at most ${of('limit')} characters`;
		case 'minItems':
			return `must have at least ${of('limit')} items`;
		case 'maxItems':
			return `must have at most ${of('limit')} items`;
		case 'minProperties':
			return `must have at least ${of('limit')} members`;
		case 'maxProperties':
			return `must have at most ${of('limit')} members`;
		case 'minimum':
		case 'maximum':
		case 'exclusiveMinimum':
		case 'exclusiveMaximum':
			return `must be ${String(params['comparison'])} ${of('limit')}`;
		case 'multipleOf':
			return `must be a multiple of ${of('multipleOf')}`;
		case 'pattern':
			return `must match the pattern ${of('pattern')}`;
		case 'format':
			return `must have the format ${of('format')}`;
		case 'uniqueItems':
			return 'must not have the same item twice';
		case 'contains':
			return 'must have as many items of one kind as the schema says';
		case 'anyOf':
			return 'must match one of several schemas';
		case 'oneOf':
			return 'must match exactly one of several schemas';
		case 'not':
			return 'must not match a schema';
		default:
			return 'must match the schema';
	}
}

/**
 * Where in an instance something is, by JSON Pointer (RFC 6901), as far as that can be said: it ends
 * before the first name that the schema does not know, as that may be anything, and before it grows
 * long.
 */
function shownPointer(pointer: string, instance: unknown, names: ReadonlySet<string>): string {
	let shown = '';
	let value = instance;
	for (const step of pointer.split('/').slice(1)) {
		const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
		if (!Array.isArray(value) && !names.has(name)) break;
		const longer = shown + pointerStep(name);
		if (longer.length > MOST_LETTERS) break;
		shown = longer;
		value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
	}
	return shown;
}

/** What the caller is told of the errors in a part of the message, each thing once. */
export function describeErrors(
	part: Part,
	errors: readonly RawError[],
	instance: unknown,
	names: ReadonlySet<string>,
): readonly RequestError[] {
	const described = new Map<string, RequestError>();
	for (const error of errors) {
		const pointer = shownPointer(error.instancePath, instance, names);
		const message = wordsFor(error);
		described.set(`${pointer} ${message}`, { pointer, in: part, message });
	}
	return [...described.values()];
}
