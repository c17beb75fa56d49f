import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Answer } from '../http/answer';
import { inbentaUsageFields } from '../http/answer-shape';
import { withEffectiveMethod } from '../http/method-override';
import { systemPorts } from '../realm/system-ports';
import { type ToldAnswer, triggerName, type Verdict } from '../realm/realm';
import { answerRun } from './answer-run';
import { answerAtOnce, type CallReply, refuseCall, replyTo } from './call-reply';
import { parseCallerAlias, withCallerAlias } from './caller-alias';
import { incomingItem } from './incoming-item';
import { readCall, type ReadCall } from './read-call';
import { statusAddress } from './status-address';
import { takeBackCors } from './take-back-cors';
import { receipt, repeatedAnswer, toldAnswer } from './told-answer';
import { writeFields } from './write-answer';

type Accepted = Extract<Verdict, { kind: 'accepted' }>;

/**
 * Receives a call to an Incoming API Trigger: refuses it on the response object, which starts no
 * execution, or gives n8n the item to run the workflow with. Never throws: n8n would record a
 * failed execution for it.
 */
export async function receiveCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const reply = replyTo(context);
	const { requestId, response } = reply;
	/** Undoes what was begun for a run that does not come about. */
	let undo = async (): Promise<void> => {};

	takeBackCors(response);
	try {
		const call = await readCall(context, reply);
		const { realm, message, policy, called } = call;
		const verdict = await realm.authenticate(message, policy, called);
		if (verdict.kind === 'refused') return refuseCall(context, reply, verdict);
		reply.signAnswer = verdict.signAnswer;
		if (verdict.isKept) {
			undo = () => realm.answers.forget(requestId);
			keepWhole(call);
		}
		writeFields(response, { ...fieldsOf(verdict, reply), 'x-request-id': requestId });
		if (verdict.kind === 'repeated') return answerAtOnce(reply, repeatedAnswer(requestId));
		if (verdict.told !== undefined) return tellAnswer(call, reply, verdict.told);
		return startRun(context, call, reply, verdict);
	} catch (error) {
		const cause = error instanceof Error ? error.message : String(error);
		context.logger.error(`incoming-api call could not be checked: ${cause}`, { requestId });
		await undo().catch(() => undefined);
		return answerAtOnce(reply, reply.problem('unavailable'));
	}
}

/** Else Express may answer that the caller has it already, and that would be kept. */
function keepWhole({ request }: ReadCall): void {
	delete request.headers['if-none-match'];
	delete request.headers['if-modified-since'];
}

/** What belongs into whatever an accepted call is answered with. */
function fieldsOf({ fields }: Pick<Accepted, 'fields'>, { shape }: CallReply): Answer['headers'] {
	if (shape !== 'inbenta') return fields;
	return { ...fields, ...inbentaUsageFields(fields, systemPorts.clock.now()) };
}

/** Where the caller asks for the answer of a request. */
const locate = ({ webhookUrl, request }: ReadCall, requestId: string): string =>
	statusAddress(webhookUrl, request, requestId);

/** Answers with what an earlier call came to: asked for, or repeated with its idempotency key. */
function tellAnswer(call: ReadCall, reply: CallReply, told: ToldAnswer): IWebhookResponseData {
	const location = locate(call, told.requestId);
	if (call.isForStatus) return answerAtOnce(reply, toldAnswer(told, location, reply.problem));
	reply.response.setHeader('idempotent-replayed', 'true');
	const answer = call.answering.isPolled
		? receipt(told.requestId, location)
		: toldAnswer(told, location, reply.problem);
	return answerAtOnce(reply, answer);
}

/** Gives n8n the item, and answers the caller or watches over the answer to come. */
function startRun(
	context: IWebhookFunctions,
	call: ReadCall,
	{ requestId, response, problem, signAnswer }: CallReply,
	verdict: Accepted,
): IWebhookResponseData {
	const { request, message, policy, answering, plan, wait, realm, called, webhookUrl } = call;
	const { origin } = new URL(webhookUrl);
	const meant = policy.methodOverride ? withEffectiveMethod(message) : message;
	const item = incomingItem(request, meant, verdict, origin, requestId);
	const parsed = parseCallerAlias(context.getNodeParameter('callerAlias', ''));
	const json = withCallerAlias(item, 'alias' in parsed ? parsed.alias : undefined);
	const given = answerRun({
		response,
		answering,
		plan,
		wait,
		answers: realm.answers,
		isKept: verdict.isKept === true,
		owner: verdict.owner,
		trigger: triggerName(called),
		requestId,
		location: locate(call, requestId),
		problem,
		signAnswer,
		logger: context.logger,
	});
	return { workflowData: [[{ json }]], ...given };
}
