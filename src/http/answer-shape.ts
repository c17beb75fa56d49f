import type { Answer } from './answer';
import { describeProblem, problemAnswer, type ProblemKind, type RequestError } from './problem';
import { shownLimitsIn } from './rate-limit-fields';

const ANSWER_SHAPES = ['problem', 'verint', 'interact', 'inbenta'] as const;

/** How a refusal looks: RFC 9457's way, or that of the system whose callers a trigger takes over. */
export type AnswerShape = (typeof ANSWER_SHAPES)[number];

export function isAnswerShape(value: unknown): value is AnswerShape {
	return ANSWER_SHAPES.some((shape) => shape === value);
}

/** What a call is refused with, in whichever shape. */
export interface Refusal {
	readonly kind: ProblemKind;
	readonly requestId: string;
	readonly fields?: Answer['headers'] | undefined;
	/** What is wrong with the content of the call. */
	readonly errors?: readonly RequestError[] | undefined;
	/** Whether a signature did not hold, which Inbenta's shape tells apart (IB-22). */
	readonly isSignature?: boolean | undefined;
}

/** Verint has 403 for whoever may not, 404, and 500 for the rest; what says "later" stays as it is. */
function verintStatus(status: number): number {
	if (status === 401 || status === 403) return 403;
	if (status === 404 || status === 410) return 404;
	return [429, 503, 504].includes(status) ? status : 500;
}

/**
 * The usage fields of Inbenta's answers (IB-20): percent of the longest and of the shortest limit,
 * and when they are full again, in seconds since 1970. None where no limit concerns the caller.
 *
 * @param now milliseconds since 1970
 */
export function inbentaUsageFields(fields: Answer['headers'], now: number): Answer['headers'] {
	const limits = shownLimitsIn(fields).toSorted((a, b) => a.seconds - b.seconds);
	const retryAfter = fields['retry-after'];
	const used = limits.map(({ calls, remaining, fullIn }) => ({
		percent: Math.round((100 * (calls - remaining)) / calls),
		fullIn,
	}));
	if (used.length === 0 && retryAfter !== undefined) {
		used.push({ percent: 100, fullIn: Number(retryAfter) });
	}
	const [throttle, quota] = [used[0], used.at(-1)];
	if (throttle === undefined || quota === undefined) return {};
	const at = (inSeconds: number): string => String(Math.floor(now / 1000) + inSeconds);
	return {
		'x-quota-usage': String(quota.percent),
		'x-throttle-usage': String(throttle.percent),
		'x-quota-reset': at(quota.fullIn),
		'x-throttle-reset': at(throttle.fullIn),
	};
}

const sentenceOf = ({ in: part, pointer, message }: RequestError): string =>
	`${part}${pointer}: ${message}`;

function inbentaBody(status: number, detail: string, isSignature: boolean): unknown {
	if (isSignature) return { error: { message: 'Signature provided is not valid', code: 403 } };
	if (status === 401 || status === 403) return { Message: detail };
	return { error: { message: detail, code: status } };
}

/** A challenge belongs to a 401 (RFC 9110 section 11.6.1). */
const withoutChallenge = (fields: Answer['headers']): Answer['headers'] =>
	Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'www-authenticate'));

/**
 * Renders a refusal in the shape that the callers of a trigger expect (VE-29, IN-14, IB-19, IB-20,
 * IB-22). One wording for every wrong credential, and nothing of what went wrong inside.
 *
 * @param now milliseconds since 1970
 */
export function refusalAnswer(shape: AnswerShape, refusal: Refusal, now: number): Answer {
	const { kind, requestId, fields = {}, errors = [], isSignature = false } = refusal;
	if (shape === 'problem') return problemAnswer(kind, requestId, fields, errors);
	const { status, detail, headers } = describeProblem(kind);
	const json = (code: number, body: unknown, more: Answer['headers'] = {}): Answer => ({
		status: code,
		headers: {
			...(code === 401 || status !== 401 ? { ...headers, ...fields } : withoutChallenge(fields)),
			...more,
			'cache-control': 'no-store',
			'content-type': 'application/json; charset=utf-8',
			'x-request-id': requestId,
		},
		body: JSON.stringify(body),
	});
	switch (shape) {
		case 'verint':
			return json(verintStatus(status), {
				Errors: [detail, ...errors.map(sentenceOf)],
				Warnings: [],
				Info: [],
			});
		case 'interact':
			return json(status, { Message: detail });
		case 'inbenta': {
			const isWrong = isSignature && status === 401;
			const usage = status === 429 ? inbentaUsageFields(fields, now) : {};
			return json(isWrong ? 403 : status, inbentaBody(status, detail, isWrong), usage);
		}
	}
}
