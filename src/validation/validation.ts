import { mayShowHeader } from '../http/credential-headers';
import { isMediaTypeIn, mediaTypeOf } from '../http/media-type';
import type { HttpMessage } from '../http/message';
import type { RequestError } from '../http/problem';
import { mistakeInRules } from './check-rules';
import { takeParameters } from './declared-parameters';
import { judgingThread } from './judging-thread';
import { type CallRules, type Part, PARTS } from './rules';
import { schemaJudge } from './schema-judge';

/** Why the content of a call is not taken. */
export type ContentFlaw =
	| 'media-type-not-accepted'
	| 'body-too-large'
	| 'invalid-body'
	| 'invalid-query'
	| 'invalid-headers'
	| 'validation-timeout'
	| 'validation-busy';

export type Validated =
	/** With defaults, and in the query the types of declared parameters and of the schema. */
	| {
			readonly kind: 'valid';
			readonly query: HttpMessage['query'];
			readonly body: HttpMessage['body'];
	  }
	| {
			readonly kind: 'invalid';
			readonly flaw: ContentFlaw;
			/** What the caller is told, without any value: 20 things at most. */
			readonly errors: readonly RequestError[];
	  };

/** Judges the content of messages. */
export interface Validation {
	/** Says in a sentence why rules cannot be used, where they cannot. */
	mistakeIn(rules: CallRules): Promise<string | undefined>;
	/** @throws where the rules cannot be used */
	validate(rules: CallRules, message: HttpMessage): Promise<Validated>;
	close(): Promise<void>;
}

const MOST_ERRORS = 20;

function invalid(flaw: ContentFlaw, errors: readonly RequestError[] = []): Validated {
	return { kind: 'invalid', flaw, errors: errors.slice(0, MOST_ERRORS) };
}

/** Header fields as an object, by names in lower case; of a repeated one the list. RFC 9110 5.3. */
function headersOf({ headerFields }: HttpMessage): Readonly<Record<string, string>> {
	const headers = new Map<string, string>();
	for (const [field, value] of headerFields) {
		const name = field.toLowerCase();
		if (!mayShowHeader(name)) continue;
		const before = headers.get(name);
		headers.set(name, before === undefined ? value : `${before}, ${value}`);
	}
	return Object.fromEntries(headers);
}

/** What is wrong with the content before anybody looks into it. */
function flawOfContent(
	{ mediaTypes, largestBytes }: CallRules,
	message: HttpMessage,
): ContentFlaw | undefined {
	if (message.bodyBytes === 0) return undefined;
	if (mediaTypes.length > 0) {
		const type = mediaTypeOf(message);
		if (type === undefined || !isMediaTypeIn(mediaTypes, type)) return 'media-type-not-accepted';
	}
	const isTooLarge =
		largestBytes !== undefined && !((message.bodyBytes ?? Infinity) <= largestBytes);
	return isTooLarge ? 'body-too-large' : undefined;
}

/** Judges by schemas that are compiled once, slow ones in a thread that is started when needed. */
export function openValidation(): Validation {
	const thread = judgingThread();
	const judge = schemaJudge(thread);

	const judgePart = async ({ schemas }: CallRules, part: Part, instance: unknown) => {
		const text = schemas[part];
		if (text === undefined) return { part, kind: 'valid', instance } as const;
		return { part, ...(await judge.judge(part, text, instance)) };
	};

	return {
		mistakeIn: (rules) => mistakeInRules(rules, judge),
		async validate(rules, message) {
			const flaw = flawOfContent(rules, message);
			if (flaw !== undefined) return invalid(flaw);
			const { query, errors: inParameters } = takeParameters(message.query, rules.parameters);
			const instances: Readonly<Record<Part, unknown>> = {
				body: message.body === undefined ? {} : message.body,
				query,
				headers: headersOf(message),
			};
			const parts = inParameters.length > 0 ? PARTS.filter((part) => part !== 'query') : PARTS;
			const outcomes = await Promise.all(
				parts.map((part) => judgePart(rules, part, instances[part])),
			);
			if (outcomes.some(({ kind }) => kind === 'too-slow')) return invalid('validation-timeout');
			if (outcomes.some(({ kind }) => kind === 'busy')) return invalid('validation-busy');
			const errors = outcomes.flatMap((each) => (each.kind === 'invalid' ? each.errors : []));
			const [first] = [...errors, ...inParameters];
			if (first !== undefined) return invalid(`invalid-${first.in}`, [...errors, ...inParameters]);
			const of = (part: Part): unknown => {
				const outcome = outcomes.find((each) => each.part === part);
				return outcome?.kind === 'valid' ? outcome.instance : instances[part];
			};
			return {
				kind: 'valid',
				query: of('query') as HttpMessage['query'],
				body: rules.schemas.body === undefined ? message.body : of('body'),
			};
		},
		close: () => thread.close(),
	};
}
