import type { ServerResponse } from 'node:http';

import type { IWebhookResponseData, Logger } from 'n8n-workflow';

import type { Answer } from '../http/answer';
import type { ProblemKind } from '../http/problem';
import type { AnswerPlan, Realm, SignAnswer } from '../realm/realm';
import type { Answering } from './answering';
import { captureAnswer, type Captured } from './capture-answer';
import { signedAnswer } from './signed-answer';
import { receipt } from './told-answer';

/** A call that is about to run the workflow. */
export interface Run {
	readonly response: ServerResponse;
	readonly answering: Answering;
	readonly plan: AnswerPlan;
	/** How long the caller waits, in milliseconds; no limit when absent. */
	readonly wait: number | undefined;
	readonly answers: Realm['answers'];
	/** Whether the realm waits for the answer already. */
	readonly isKept: boolean;
	/** To whom the answer belongs; an anonymous caller cannot ask for it later. */
	readonly owner: string | undefined;
	readonly trigger: string;
	readonly requestId: string;
	/** Where the caller asks for the answer. */
	readonly location: string;
	readonly problem: (kind: ProblemKind, fields?: Answer['headers']) => Answer;
	readonly logger: Pick<Logger, 'error'>;
	/** Present where the caller expects a signature in whatever the answer is. */
	readonly signAnswer: SignAnswer | undefined;
}

type Given = Pick<IWebhookResponseData, 'webhookResponse'>;

/** Answers the caller at once, or watches over the answer to come, and keeps it where it is to be kept. */
export function answerRun(run: Run): Given {
	const { response, answering, isKept, requestId, location, problem, signAnswer } = run;
	const { mode, isPolled } = answering;
	const keep = (captured: Captured): Promise<void> => keepAnswer(run, captured);
	const isPlain = !isKept && signAnswer === undefined;
	if (mode === 'onReceived' && isPlain) return { webhookResponse: { requestId } };

	const closed = new AbortController();
	// Before the response is captured, which keeps the events of the real one from whoever asks later.
	response.once('close', () => {
		closed.abort();
	});
	const onAnswer = isKept ? keep : undefined;
	const captured = captureAnswer(response, {
		...{ mode, problem, onAnswer },
		transform: signAnswer && ((answer) => signedAnswer(answer, signAnswer)),
	});
	if (isPolled) {
		captured.answerEarly(signedAnswer(receipt(requestId, location), signAnswer), keep);
		return {};
	}
	if (mode === 'onReceived') return { webhookResponse: { requestId } };
	if (run.wait === undefined) return {};
	const timer = setTimeout(() => {
		void answerLate(run, (answer) => captured.answerEarly(answer, keep));
	}, run.wait).unref();
	closed.signal.addEventListener('abort', () => {
		clearTimeout(timer);
	});
	return {};
}

/**
 * Answers a caller who has waited long enough (PF-20). Where the caller is known the answer is kept
 * from now on, so that it can be asked for.
 */
async function answerLate(run: Run, answerEarly: (answer: Answer) => boolean): Promise<void> {
	const { answers, plan, owner, trigger, requestId, location, problem } = run;
	if (owner === undefined) {
		answerEarly(problem('timed-out'));
		return;
	}
	try {
		if (!run.isKept) await answers.start({ requestId, trigger, owner }, plan);
	} catch (error) {
		tell(run, 'An answer that comes late will not be kept', error);
		answerEarly(problem('timed-out'));
		return;
	}
	const isEarly = answerEarly(problem('timed-out', { location }));
	if (!isEarly && !run.isKept) await answers.forget(requestId);
}

async function keepAnswer(run: Run, captured: Captured): Promise<void> {
	try {
		await run.answers.end(run.requestId, captured, run.plan);
	} catch (error) {
		tell(run, 'An answer could not be kept', error);
	}
}

function tell({ logger, requestId }: Run, sentence: string, error: unknown): void {
	const cause = error instanceof Error ? error.message : String(error);
	logger.error(`incoming-api: ${sentence}: ${cause}, request ${requestId}`, { requestId });
}
