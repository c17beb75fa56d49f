import { createRequire } from 'node:module';

import type { RequestError } from '../http/problem';
import type { Compiled, Compiler, Judged } from './compile-schema';
import { describeErrors } from './describe-error';
import { type ExaminedSchema, examineSchema, type RefusedSchema } from './examine-schema';
import { isFinite, type Size, sizeOf } from './instance-size';
import type { JudgingThread } from './judging-thread';
import { refusalOfCompiler } from './refused-schema';
import type { Part } from './rules';

/** What a schema says of a part of a message. */
export type SchemaOutcome =
	/** With what the schema adds: defaults, and in a query the types. */
	| { readonly kind: 'valid'; readonly instance: unknown }
	| { readonly kind: 'invalid'; readonly errors: readonly RequestError[] }
	| { readonly kind: 'too-slow' }
	| { readonly kind: 'busy' };

export interface SchemaJudge {
	/** Says why a schema cannot be used, where it cannot. */
	check(part: Part, text: string): Promise<RefusedSchema | undefined>;
	/** @throws where the schema cannot be used, as `check` says */
	judge(part: Part, text: string, instance: unknown): Promise<SchemaOutcome>;
}

/** A schema of more keywords is compiled, and judges, in the thread. See `schemaWeight`. */
const HEAVIEST_IN_PROCESS = 300;
/** Keywords of the schema times values of the instance, at most, that the process judges itself. */
const MOST_WORK_IN_PROCESS = 3_000_000;
/** The same up to which all errors are looked for, not the first one alone. */
const MOST_THOROUGH_WORK = 20_000;
/** Letters of an instance that count as one more value. */
const LETTERS_PER_VALUE = 4;
export const INSTANCE_LIMITS = { depth: 100, values: 200_000 } as const;
const MOST_SCHEMAS = 100;

interface Prepared {
	readonly kind: 'prepared';
	readonly text: string;
	readonly examined: ExaminedSchema;
	readonly coerces: boolean;
	/** Absent where only the thread may judge. Compiles once for all errors, once for the first. */
	readonly compiled: ((thorough: boolean) => Compiled) | undefined;
}

// The compiler is loaded when the first schema comes: most triggers have none.
const load = createRequire(__filename);

function prepare(part: Part, text: string): Prepared | RefusedSchema {
	const examined = examineSchema(text);
	if (examined.kind === 'refused') return examined;
	const { draft, schema, weight, isSlow } = examined;
	const coerces = part !== 'body';
	const prepared = { kind: 'prepared', text, examined, coerces } as const;
	if (isSlow || weight > HEAVIEST_IN_PROCESS) return { ...prepared, compiled: undefined };
	const { compileSchema } = load('./compile-schema') as Compiler;
	const known = new Map<boolean, Compiled>();
	const compiled = (thorough: boolean): Compiled => {
		const once = known.get(thorough) ?? compileSchema({ draft, schema, coerces, thorough });
		known.set(thorough, once);
		return once;
	};
	return { ...prepared, compiled };
}

function flawOfSize(kind: 'too-deep' | 'too-many'): string {
	return kind === 'too-deep'
		? `must not be nested more than ${String(INSTANCE_LIMITS.depth)} deep`
		: `must not have more than ${String(INSTANCE_LIMITS.values)} values`;
}

/**
 * Judges parts of messages by schemas, each compiled once. What is surely quick is judged at once,
 * all else in a thread and under its deadline.
 */
export function schemaJudge(thread: JudgingThread): SchemaJudge {
	const known: Readonly<Record<Part, Map<string, Prepared | RefusedSchema>>> = {
		body: new Map(),
		query: new Map(),
		headers: new Map(),
	};
	const preparedOf = (part: Part, text: string): Prepared | RefusedSchema => {
		const ofPart = known[part];
		const found = ofPart.get(text);
		if (found !== undefined) return found;
		const prepared = prepare(part, text);
		const [oldest] = ofPart.keys();
		if (ofPart.size >= MOST_SCHEMAS && oldest !== undefined) ofPart.delete(oldest);
		ofPart.set(text, prepared);
		return prepared;
	};
	const judgeBy = (prepared: Prepared, instance: unknown, { values, letters }: Size) => {
		const { text, examined, coerces } = prepared;
		const { draft, weight, hasDefaults } = examined;
		const work = weight * (values + letters / LETTERS_PER_VALUE);
		const thorough = work <= MOST_THOROUGH_WORK;
		const wantsInstance = coerces || hasDefaults;
		if (prepared.compiled === undefined || work > MOST_WORK_IN_PROCESS) {
			const given = { instance };
			return thread.judge({ text, draft, coerces, given, thorough, wantsInstance });
		}
		const compiled = prepared.compiled(thorough);
		if (compiled.kind === 'refused') return compiled;
		const judged = compiled.judge(wantsInstance ? structuredClone(instance) : instance);
		return { kind: 'judged', ...judged } as const;
	};
	const outcomeOf = (
		{ part, examined }: { readonly part: Part; readonly examined: ExaminedSchema },
		{ isValid, errors, instance: completed }: Judged,
		instance: unknown,
	): SchemaOutcome => {
		if (!isValid) {
			return { kind: 'invalid', errors: describeErrors(part, errors, instance, examined.names) };
		}
		if (part !== 'body' && !isFinite(completed)) {
			const message = 'must not have a number that is too large';
			return { kind: 'invalid', errors: [{ pointer: '', in: part, message }] };
		}
		return { kind: 'valid', instance: completed === undefined ? instance : completed };
	};

	return {
		async check(part, text) {
			const prepared = preparedOf(part, text);
			if (prepared.kind === 'refused') return prepared;
			const { examined, coerces } = prepared;
			const { draft } = examined;
			const idle = { given: undefined, thorough: false, wantsInstance: false };
			const compiled =
				prepared.compiled?.(false) ?? (await thread.judge({ text, draft, coerces, ...idle }));
			if (compiled.kind === 'compiled' || compiled.kind === 'judged') return undefined;
			const message = 'message' in compiled ? compiled.message : 'it takes too long';
			return refusalOfCompiler(examined.schema, message);
		},
		async judge(part, text, instance) {
			const prepared = preparedOf(part, text);
			if (prepared.kind === 'refused') throw new Error(`The schema ${prepared.flaw}`);
			const size = sizeOf(instance, INSTANCE_LIMITS);
			if (size.kind !== 'size') {
				const message = flawOfSize(size.kind);
				return { kind: 'invalid', errors: [{ pointer: '', in: part, message }] };
			}
			const judged = await judgeBy(prepared, instance, size);
			switch (judged.kind) {
				case 'judged':
					return outcomeOf({ part, examined: prepared.examined }, judged, instance);
				case 'too-slow':
				case 'busy':
					return judged;
				case 'refused':
				case 'failed':
					throw new Error(`The schema cannot be used: ${judged.message}`);
			}
		},
	};
}
