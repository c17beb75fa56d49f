import type { ServerResponse } from 'node:http';

import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Answer } from '../http/answer';
import { inbentaUsageFields, type Refusal, refusalAnswer } from '../http/answer-shape';
import { withEffectiveMethod } from '../http/method-override';
import type { ProblemKind } from '../http/problem';
import { traceIdOf } from '../http/traceparent';
import { systemPorts } from '../realm/open-realm';
import {
	isAboutSignature,
	type Policy,
	type SignAnswer,
	triggerName,
	type Verdict,
} from '../realm/realm';
import { newRequestId } from '../realm/request-id';
import { type Answering, answeringOf, planOf, waitOf } from './answering';
import { answerRun } from './answer-run';
import { parseCallerAlias, withCallerAlias } from './caller-alias';
import { callContext } from './call-origin';
import { incomingItem } from './incoming-item';
import { recentRealmOf } from './open-realms';
import { type IncomingRequest, readMessage } from './read-message';
import { askedRequest, isForStatus, statusAddress } from './status-address';
import { receipt, repeatedAnswer, toldAnswer } from './told-answer';
import { takeBackCors } from './take-back-cors';
import { signedAnswer } from './signed-answer';
import { policyOf } from './trigger-policy';
import { writeAnswer, writeFields } from './write-answer';

/** Tells n8n that the caller has its answer and nothing is to be run. */
const NOTHING_TO_RUN: IWebhookResponseData = { noWebhookResponse: true };

/** What a trigger demands of whoever asks for an answer: the same, and to be known. */
function policyForStatus(policy: Policy): Policy {
	const only = { answers: undefined, content: undefined, methodOverride: undefined };
	return { ...policy, ...only, allowAnonymous: false };
}

/**
 * Receives a call to an Incoming API Trigger: refuses it on the response object, which starts no
 * execution, or gives n8n the item to run the workflow with. Never throws: n8n would record a
 * failed execution for it.
 */
export async function receiveCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject() as unknown as IncomingRequest;
	const response = context.getResponseObject() as unknown as ServerResponse;
	const requestId = newRequestId(systemPorts);
	let shape: Answering['shape'] = 'problem';
	const render = (refusal: Omit<Refusal, 'requestId'>): Answer =>
		refusalAnswer(shape, { ...refusal, requestId }, systemPorts.clock.now());
	let signAnswer: SignAnswer | undefined;
	const problem = (kind: ProblemKind, fields: Answer['headers'] = {}): Answer =>
		signedAnswer(render({ kind, fields }), signAnswer);
	/** Undoes what was begun for a run that does not come about. */
	let undo = async (): Promise<void> => {};

	takeBackCors(response);
	try {
		const answering = answeringOf(context);
		({ shape } = answering);
		const message = readMessage(request);
		const realm = await recentRealmOf(context);
		const reads = isForStatus(context, request) ? askedRequest(request) : undefined;
		const traceId = traceIdOf(request.headers['traceparent']);
		const called = callContext(context, { requestId, traceId, reads });
		const asked = message.query['timeout'];
		const plan = planOf(answering, asked);
		const policy: Policy = { ...policyOf(context), answers: plan };
		const verdict = await realm.authenticate(
			message,
			reads === undefined ? policy : policyForStatus(policy),
			called,
		);
		if (verdict.kind === 'refused') {
			const { reason, credentialId, fields, errors } = verdict;
			// n8n's text format leaves fields out, so the reason stands in the line itself.
			context.logger.info(`incoming-api call refused: ${reason}, request ${requestId}`, {
				requestId,
				reason,
				credentialId,
			});
			const isSignature = isAboutSignature(reason);
			writeAnswer(response, render({ kind: verdict.problem, fields, errors, isSignature }));
			return NOTHING_TO_RUN;
		}
		({ signAnswer } = verdict);
		if (verdict.isKept) {
			undo = () => realm.answers.forget(requestId);
			// Else Express may answer that the caller has it already, and that would be kept.
			delete request.headers['if-none-match'];
			delete request.headers['if-modified-since'];
		}

		const webhookUrl = context.getNodeWebhookUrl('default') ?? '';
		const locate = (of: string) => statusAddress(webhookUrl, request, of);
		writeFields(response, { ...fieldsOf(verdict, shape), 'x-request-id': requestId });
		if (verdict.kind === 'repeated') {
			writeAnswer(response, signedAnswer(repeatedAnswer(requestId), signAnswer));
			return NOTHING_TO_RUN;
		}
		const { told } = verdict;
		if (told !== undefined) {
			const { requestId: of } = told;
			const isRepeated = reads === undefined;
			if (isRepeated) response.setHeader('idempotent-replayed', 'true');
			const answer =
				isRepeated && answering.isPolled
					? receipt(of, locate(of))
					: toldAnswer(told, locate(of), problem);
			writeAnswer(response, signedAnswer(answer, signAnswer));
			return NOTHING_TO_RUN;
		}

		const { origin } = new URL(webhookUrl);
		const meant = policy.methodOverride ? withEffectiveMethod(message) : message;
		const item = incomingItem(request, meant, verdict, origin, requestId);
		const parsed = parseCallerAlias(context.getNodeParameter('callerAlias', ''));
		const json = withCallerAlias(item, 'alias' in parsed ? parsed.alias : undefined);
		const given = answerRun({
			response,
			answering,
			plan,
			wait: waitOf(answering.timeoutSeconds, asked),
			answers: realm.answers,
			isKept: verdict.isKept === true,
			owner: verdict.owner,
			trigger: triggerName(called),
			requestId,
			location: locate(requestId),
			problem,
			signAnswer,
			logger: context.logger,
		});
		return { workflowData: [[{ json }]], ...given };
	} catch (error) {
		const cause = error instanceof Error ? error.message : String(error);
		context.logger.error(`incoming-api call could not be checked: ${cause}`, { requestId });
		await undo().catch(() => undefined);
		writeAnswer(response, problem('unavailable'));
		return NOTHING_TO_RUN;
	}
}

/** What belongs into whatever an accepted call is answered with. */
function fieldsOf(
	{ fields }: Pick<Extract<Verdict, { kind: 'accepted' }>, 'fields'>,
	shape: Answering['shape'],
): Answer['headers'] {
	if (shape !== 'inbenta') return fields;
	return { ...fields, ...inbentaUsageFields(fields, systemPorts.clock.now()) };
}
