// Also loaded by path in a thread of its own, in development as the TypeScript it is: it imports
// nothing of ours at run time.
import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import type { Draft } from './examine-schema';

export interface SchemaSource {
	readonly draft: Draft;
	readonly schema: object;
	/** Whether values that a text says are taken as numbers and the like: in query and headers. */
	readonly coerces: boolean;
	/** Whether everything that is wrong is looked for, or the first thing only. */
	readonly thorough: boolean;
}

/** What ajv says of one thing that is wrong. `params` come from the schema or from member names. */
export type RawError = Pick<ErrorObject, 'keyword' | 'instancePath' | 'params'>;

export interface Judged {
	readonly isValid: boolean;
	readonly errors: readonly RawError[];
	/** The instance with defaults and coerced values; what was given is changed. */
	readonly instance: unknown;
}

export type Judge = (instance: unknown) => Judged;

export type Compiled =
	| { readonly kind: 'compiled'; readonly judge: Judge }
	| { readonly kind: 'refused'; readonly message: string };

const MOST_ERRORS = 20;

/** Longer texts are no date and time, and are not split to see. */
const LONGEST_DATE_TIME = 64;

const OPTIONS: Options = {
	strict: true,
	strictTypes: false,
	strictTuples: false,
	strictRequired: false,
	ownProperties: true,
	useDefaults: true,
	logger: false,
};

type Choice = Omit<SchemaSource, 'schema'>;

function makeAjv({ draft, coerces, thorough }: Choice): Ajv {
	const coerceTypes = coerces ? 'array' : false;
	const options: Options = { ...OPTIONS, allErrors: thorough, coerceTypes };
	const ajv = draft === '2020-12' ? new Ajv2020(options) : new Ajv(options);
	addFormats(ajv);
	for (const name of ['date-time', 'iso-date-time'] as const) {
		const { validate } = addFormats.get(name) as { validate(text: string): boolean };
		ajv.addFormat(name, (text: string) => text.length <= LONGEST_DATE_TIME && validate(text));
	}
	// ajv follows anchors and does not know the word; OpenAPI has examples in schemas.
	return ajv.addVocabulary(['$anchor', 'example']) as Ajv;
}

/** ajv keeps parts of what it has compiled for good. */
const MOST_USES = 100;

const made = new Map<string, { readonly ajv: Ajv; readonly uses: number }>();

/** Each checks schemas by its draft's own schema, which takes longer to compile than most of them. */
function ajvFor({ draft, coerces, thorough }: Choice): Ajv {
	const key = JSON.stringify([draft, coerces, thorough]);
	const before = made.get(key);
	const uses = (before?.uses ?? MOST_USES) % MOST_USES;
	const ajv = before && uses > 0 ? before.ajv : makeAjv({ draft, coerces, thorough });
	made.set(key, { ajv, uses: uses + 1 });
	return ajv;
}

/** What this file is to those who load it when it is needed. */
export interface Compiler {
	compileSchema(source: SchemaSource): Compiled;
}

/** Compiles a schema that was examined. */
export function compileSchema(source: SchemaSource): Compiled {
	const ajv = ajvFor(source);
	// References stay inside, and no schema may pass for another: none is known by its name.
	const entries = Object.entries(source.schema).filter(([keyword]) => keyword !== '$id');
	const schema = Object.fromEntries(entries);
	let validate: ValidateFunction;
	try {
		validate = ajv.compile(schema);
	} catch (error) {
		return { kind: 'refused', message: error instanceof Error ? error.message : String(error) };
	} finally {
		ajv.removeSchema(schema);
	}
	const judge: Judge = (instance) => {
		if (validate(instance)) return { isValid: true, errors: [], instance };
		const errors = (validate.errors ?? []).filter(({ propertyName }) => propertyName === undefined);
		const bare = errors
			.slice(0, MOST_ERRORS)
			.map(({ keyword, instancePath, params }) => ({ keyword, instancePath, params }));
		return { isValid: false, errors: bare, instance };
	};
	return { kind: 'compiled', judge };
}
