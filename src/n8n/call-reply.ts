import type { ServerResponse } from 'node:http';

import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Answer } from '../http/answer';
import { type AnswerShape, type Refusal, refusalAnswer } from '../http/answer-shape';
import type { CapturedAnswer } from '../http/captured-answer';
import type { ProblemKind } from '../http/problem';
import { refusalOf } from '../realm/http-answers';
import { systemPorts } from '../realm/system-ports';
import type { SignAnswer, Verdict } from '../realm/realm';
import { newRequestId } from '../realm/request-id';
import { signedAnswer } from './signed-answer';
import { writeAnswer } from './write-answer';

/** Tells n8n that the caller has its answer and nothing is to be run. */
const NOTHING_TO_RUN: IWebhookResponseData = { noWebhookResponse: true };

/** How one caller is answered. */
export interface CallReply {
	readonly requestId: string;
	readonly response: ServerResponse;
	/** In which shape the trigger refuses; a problem until its fields were read. */
	shape: AnswerShape;
	/** Present from when the caller is known to expect a signature in whatever the answer is. */
	signAnswer: SignAnswer | undefined;
	readonly problem: (kind: ProblemKind, fields?: Answer['headers']) => Answer;
}

export function replyTo(context: Pick<IWebhookFunctions, 'getResponseObject'>): CallReply {
	const reply: CallReply = {
		requestId: newRequestId(systemPorts),
		response: context.getResponseObject() as unknown as ServerResponse,
		shape: 'problem',
		signAnswer: undefined,
		problem: (kind, fields = {}) => signedAnswer(render(reply, { kind, fields }), reply.signAnswer),
	};
	return reply;
}

function render({ shape, requestId }: CallReply, refusal: Omit<Refusal, 'requestId'>): Answer {
	return refusalAnswer(shape, { ...refusal, requestId }, systemPorts.clock.now());
}

/** Answers without a run of the workflow. */
export function answerAtOnce(
	{ response, signAnswer }: CallReply,
	answer: Answer | CapturedAnswer,
): IWebhookResponseData {
	writeAnswer(response, signedAnswer(answer, signAnswer));
	return NOTHING_TO_RUN;
}

/** Refuses a call; the true reason is for the log alone. */
export function refuseCall(
	{ logger }: Pick<IWebhookFunctions, 'logger'>,
	reply: CallReply,
	verdict: Extract<Verdict, { kind: 'refused' }>,
): IWebhookResponseData {
	const { requestId, response } = reply;
	const { reason, credentialId } = verdict;
	// n8n's text format leaves fields out, so the reason stands in the line itself.
	logger.info(`incoming-api call refused: ${reason}, request ${requestId}`, {
		requestId,
		reason,
		credentialId,
	});
	writeAnswer(response, refusalOf(verdict, reply));
	return NOTHING_TO_RUN;
}
