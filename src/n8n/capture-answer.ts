import type { ServerResponse } from 'node:http';

import type { Answer } from '../http/answer';
import type { CapturedAnswer } from '../http/captured-answer';
import type { ProblemKind } from '../http/problem';
import { type Kept, type KeptResponse, keepResponse } from './kept-response';
import { writeAnswer, writeFields } from './write-answer';

/** Set by the response node on what it answers; taken off before the caller sees it. */
export const ANSWERED_HEADER = 'x-incoming-api-answered';

/** Largest body of an answer that is kept, in bytes. */
export const MOST_KEPT_BYTES = 16 * 1024 * 1024;

/** What became of the answer of a run. */
export type Captured =
	/** `headers` are those that the workflow or n8n set; one that was there before is not among them. */
	| { readonly kind: 'answered'; readonly answer: CapturedAnswer }
	| { readonly kind: 'no-answer' | 'workflow-failed' | 'answer-too-large' };

export interface AnswerCapture {
	/** Whether the answer is the last node's, the response node's, or n8n's receipt. */
	readonly mode: 'lastNode' | 'onReceived' | 'responseNode';
	/** What the caller is told in place of n8n's own words. */
	readonly problem: (kind: ProblemKind) => Answer;
	/**
	 * Makes the capture hold back the whole answer until this has settled. Where it fails, the caller
	 * gets its answer all the same.
	 */
	readonly onAnswer?: ((captured: Captured) => Promise<void>) | undefined;
	/** Changes a whole answer before any of it is sent: a header field may depend on its body. */
	readonly transform?: ((answer: CapturedAnswer) => CapturedAnswer) | undefined;
}

export interface CapturedResponse {
	/**
	 * Answers the caller now; what the run answers later goes to `onLate` alone. False where the
	 * caller has an answer already, or has gone.
	 */
	answerEarly(answer: Answer, onLate: (captured: Captured) => Promise<void>): boolean;
}

/** What n8n's answer means, by the status and by whether the response node gave it. */
function judge(
	mode: AnswerCapture['mode'],
	answer: { readonly status: number; readonly isMarked: boolean; readonly isEmpty: boolean },
): 'answered' | 'no-answer' | 'workflow-failed' {
	if (mode !== 'responseNode') return answer.status < 400 ? 'answered' : 'workflow-failed';
	if (answer.isMarked) return 'answered';
	return answer.isEmpty ? 'no-answer' : 'workflow-failed';
}

const textOf = (value: number | string | readonly string[]): string =>
	typeof value === 'object' ? value.join(', ') : String(value);

/**
 * Watches what n8n writes to a caller (n8n has no words for a workflow that forgot to answer, and
 * in queue mode says 200): the caller gets a problem in place of n8n's own. Holds the answer back
 * where it is to be kept or changed, and lets the caller be answered before there is one.
 */
export function captureAnswer(response: ServerResponse, capture: AnswerCapture): CapturedResponse {
	const { mode, problem, transform } = capture;
	const before = new Map(Object.entries(response.getHeaders()));
	const { write, end } = response;
	let { onAnswer } = capture;
	let kept: KeptResponse | undefined;
	/** Whether the caller has an answer, or some of it. */
	let isSent = false;

	const answerOf = ({ status, fields, body }: Kept): CapturedAnswer => ({
		status,
		headers: Object.fromEntries(
			[...fields]
				.filter(([name, value]) => name !== ANSWERED_HEADER && before.get(name) !== value)
				.map(([name, value]) => [name, textOf(value)]),
		),
		body,
	});
	const capturedIn = (whole: Kept): Captured => {
		const isMarked = whole.fields.has(ANSWERED_HEADER);
		const isEmpty = whole.body.length === 0 && !whole.tooLarge;
		const kind = judge(mode, { status: whole.status, isMarked, isEmpty });
		if (kind !== 'answered') return { kind };
		return whole.tooLarge ? { kind: 'answer-too-large' } : { kind, answer: answerOf(whole) };
	};
	const sendKept = ({ answer }: Extract<Captured, { kind: 'answered' }>, whole: Kept): void => {
		const { status, headers, body } = transform?.(answer) ?? answer;
		response.statusCode = status;
		for (const name of before.keys()) {
			if (!whole.fields.has(name)) response.removeHeader(name);
		}
		writeFields(response, headers);
		response.end(body);
	};
	const onWhole = async (whole: Kept): Promise<void> => {
		const captured = capturedIn(whole);
		// Whoever keeps answers tells of its own failures; the caller is not to wait for them.
		await onAnswer?.(captured).catch(() => undefined);
		if (isSent || response.destroyed) return;
		isSent = true;
		kept?.really(() => {
			if (captured.kind !== 'answered') return void writeAnswer(response, problem(captured.kind));
			try {
				sendKept(captured, whole);
			} catch {
				// An answer that cannot be changed as it has to be must not go out as it is.
				writeAnswer(response, problem('unavailable'));
			}
		});
	};
	const keep = (): KeptResponse => {
		stopWatching();
		return (kept ??= keepResponse(response, MOST_KEPT_BYTES, (whole) => void onWhole(whole)));
	};

	function stopWatching(): void {
		if (kept !== undefined) return;
		response.write = write;
		response.end = end;
	}
	/** Lets an answer through from its first byte on, or replaces it. */
	function passOn(isEmpty: boolean): 'passed on' | 'replaced' {
		stopWatching();
		isSent = true;
		const isMarked = response.hasHeader(ANSWERED_HEADER);
		const kind = judge(mode, { status: response.statusCode, isMarked, isEmpty });
		if (kind === 'answered') {
			response.removeHeader(ANSWERED_HEADER);
			return 'passed on';
		}
		for (const name of ['content-length', 'etag', 'transfer-encoding']) response.removeHeader(name);
		writeAnswer(response, problem(kind));
		return 'replaced';
	}
	function watch(): void {
		response.write = ((...parameters: Parameters<typeof write>) =>
			passOn(false) === 'replaced' || write.apply(response, parameters)) as typeof write;
		response.end = ((...parameters: Parameters<typeof end>) => {
			const [body] = parameters as unknown[];
			const isEmpty = body === undefined || typeof body === 'function' || body === '';
			return passOn(isEmpty) === 'replaced' ? response : end.apply(response, parameters);
		}) as typeof end;
	}

	// Whoever has hung up must not end a stream that n8n writes, nor leave one waiting.
	response.once('close', () => {
		if (!response.writableFinished) keep();
	});
	if (onAnswer === undefined && transform === undefined) watch();
	else keep();

	return {
		answerEarly(answer, onLate) {
			if (isSent || response.destroyed || response.writableEnded) return false;
			isSent = true;
			onAnswer = onLate;
			keep().really(() => {
				for (const name of response.getHeaderNames()) {
					if (!before.has(name)) response.removeHeader(name);
				}
				writeAnswer(response, answer);
			});
			return true;
		},
	};
}
