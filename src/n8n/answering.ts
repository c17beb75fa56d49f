import { type AnswerShape, isAnswerShape } from '../http/answer-shape';
import type { AnswerPlan } from '../realm/realm';
import type { AnswerCapture } from './capture-answer';
import type { PolicyContext } from './trigger-policy';

/** How a trigger answers its callers. */
export interface Answering {
	/** What n8n is to answer with. */
	readonly mode: AnswerCapture['mode'];
	/** Whether the caller is answered at once and asks for that answer later. */
	readonly isPolled: boolean;
	/** How long a caller waits; no limit when 0. */
	readonly timeoutSeconds: number;
	readonly retentionSeconds: number;
	readonly idempotency: AnswerPlan['idempotency'];
	readonly shape: AnswerShape;
}

const MODES = ['onReceived', 'lastNode', 'responseNode', 'poll'] as const;
const POLL_ANSWERS = ['lastNode', 'responseNode'] as const;
const IDEMPOTENCY = ['off', 'accepted', 'required'] as const;

const SYNCHRONOUS_SECONDS = 60;
/** After which a run that has not answered counts as lost, where nothing else is said. */
const LOST_SECONDS = 3600;
const RETENTION_SECONDS = 3600;
const IDEMPOTENCY_SECONDS = 86_400;
const MOST_SECONDS = 86_400;
const MOST_RETENTION_SECONDS = 604_800;

function chosen<T extends string>(choices: readonly T[], value: unknown, field: string): T {
	const choice = choices.find((known) => known === value);
	if (choice !== undefined) return choice;
	throw new Error(`${field} is "${String(value)}", which does not exist: choose from the list.`);
}

function seconds(
	value: unknown,
	otherwise: number,
	limits: readonly [number, number],
	field: string,
) {
	if (value === undefined) return otherwise;
	const [least, most] = limits;
	if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) {
		return Number(value);
	}
	throw new Error(
		`${field} is not a whole number of seconds from ${String(least)} to ${String(most)}: correct it.`,
	);
}

/** Answers that are kept belong to somebody: a trigger for anybody cannot keep one. */
function checkKnownCallers(context: PolicyContext, isPolled: boolean, isIdempotent: boolean): void {
	if (context.getNodeParameter('allowAnonymous', false) !== true) return;
	const field = isPolled
		? 'Respond: When the Caller Asks'
		: isIdempotent
			? 'Idempotency'
			: undefined;
	if (field === undefined) return;
	throw new Error(
		`${field} keeps answers for their callers, and an anonymous caller cannot be told from another: switch off Allow Anonymous Calls, or choose anew.`,
	);
}

/** Reads how a trigger answers. A field that cannot be read throws, with a sentence. */
export function answeringOf(context: PolicyContext): Answering {
	const respond = chosen(MODES, context.getNodeParameter('responseMode', 'onReceived'), 'Respond');
	const isPolled = respond === 'poll';
	const options = context.getNodeParameter('options', {}) as Readonly<Record<string, unknown>>;
	const idempotency = chosen(IDEMPOTENCY, options['idempotency'] ?? 'off', 'Idempotency');
	const shape = options['answerShape'] ?? 'problem';
	if (!isAnswerShape(shape)) {
		throw new Error(
			`Shape of Refusals is "${String(shape)}", which does not exist: choose from the list.`,
		);
	}
	checkKnownCallers(context, isPolled, idempotency !== 'off');
	return {
		mode: isPolled
			? chosen(POLL_ANSWERS, context.getNodeParameter('pollAnswer', 'lastNode'), 'Answer')
			: respond,
		isPolled,
		timeoutSeconds: seconds(
			options['timeoutSeconds'],
			isPolled ? LOST_SECONDS : SYNCHRONOUS_SECONDS,
			[isPolled ? 1 : 0, MOST_SECONDS],
			'Timeout',
		),
		retentionSeconds: seconds(
			options['retentionSeconds'],
			idempotency === 'off' ? RETENTION_SECONDS : IDEMPOTENCY_SECONDS,
			[1, MOST_RETENTION_SECONDS],
			'Keep Answers',
		),
		idempotency,
		shape,
	};
}

/**
 * How long a caller waits, in milliseconds: `timeout` in the query may only shorten it (PF-20).
 * Anything else than a whole number is a parameter of the workflow's own. `undefined` is no limit.
 */
export function waitOf(timeoutSeconds: number, asked: unknown): number | undefined {
	const limit = timeoutSeconds === 0 ? Number.POSITIVE_INFINITY : timeoutSeconds * 1000;
	const wanted = typeof asked === 'string' && /^[1-9]\d{0,9}$/.test(asked) ? Number(asked) : limit;
	const wait = Math.min(limit, wanted);
	return wait <= MOST_SECONDS * 1000 ? wait : undefined;
}

/** Which answers are kept, and how long. A run goes on after its caller has waited long enough. */
export function planOf(
	{ isPolled, timeoutSeconds, retentionSeconds, idempotency }: Answering,
	asked: unknown,
): AnswerPlan {
	const lost = LOST_SECONDS * 1000;
	const wait = waitOf(timeoutSeconds, asked) ?? lost;
	return {
		isPolled,
		idempotency,
		deadlineMilliseconds: isPolled ? wait : Math.max(lost, wait),
		retentionMilliseconds: retentionSeconds * 1000,
	};
}
