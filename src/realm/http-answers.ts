import { isAboutSignature } from '../authentication/scheme';
import type { Answer } from '../http/answer';
import { type AnswerShape, refusalAnswer } from '../http/answer-shape';
import { problemAnswer } from '../http/problem';
import type { Clock } from '../store/clock';
import type { Verdict } from './decide-call';
import { systemClock } from './system-clock';

export type { Answer } from '../http/answer';
export type { AnswerShape } from '../http/answer-shape';
export type { HttpMessage } from '../http/message';
export { messageOf, type Received } from '../http/node-message';

/** What a refused call is answered with. */
export interface RefusalShape {
	/** Of the call, as `authenticate` was given it. */
	readonly requestId: string;
	/** `problem` where nothing is said: RFC 9457. */
	readonly shape?: AnswerShape;
}

/**
 * What the caller of a refused call is told: status, header fields (names in lower case) and body.
 * 401 with a challenge, 403, 429 with `Retry-After`, 400 and so on; never which check failed.
 */
export function refusalOf(
	{ problem: kind, reason, fields, errors }: Extract<Verdict, { kind: 'refused' }>,
	{ requestId, shape = 'problem' }: RefusalShape,
	clock: Clock = systemClock,
): Answer {
	const isSignature = isAboutSignature(reason);
	return refusalAnswer(shape, { kind, requestId, fields, errors, isSignature }, clock.now());
}

/** For a call that could not be decided because `authenticate` threw: 503 with `Retry-After`. */
export function unavailable(requestId: string): Answer {
	return problemAnswer('unavailable', requestId);
}
