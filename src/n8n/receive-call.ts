import type { ServerResponse } from 'node:http';

import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { type ProblemKind, problemAnswer } from '../http/problem';
import { systemPorts } from '../realm/open-realm';
import { parseCallerAlias, withCallerAlias } from './caller-alias';
import { replaceUnansweredResponse } from './capture-answer';
import { callContext } from './call-origin';
import { incomingItem } from './incoming-item';
import { recentRealmOf } from './open-realms';
import { type IncomingRequest, readMessage } from './read-message';
import { policyOf } from './trigger-policy';
import { writeAnswer } from './write-answer';

/** Tells n8n that the caller has its answer and nothing is to be run. */
const NOTHING_TO_RUN: IWebhookResponseData = { noWebhookResponse: true };

/**
 * Receives a call to an Incoming API Trigger: refuses it on the response object, which starts no
 * execution, or gives n8n the item to run the workflow with. Never throws: n8n would record a
 * failed execution for it.
 */
export async function receiveCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject() as unknown as IncomingRequest;
	const response = context.getResponseObject() as unknown as ServerResponse;
	const requestId = systemPorts.random.uuid();
	const refuse = (problem: ProblemKind): IWebhookResponseData => {
		writeAnswer(response, problemAnswer(problem, requestId));
		return NOTHING_TO_RUN;
	};

	try {
		const message = readMessage(request);
		const realm = await recentRealmOf(context);
		const called = callContext(context, requestId);
		const verdict = await realm.authenticate(message, policyOf(context), called);
		if (verdict.kind === 'refused') {
			const { problem, reason, credentialId } = verdict;
			// n8n's text format leaves fields out, so the reason stands in the line itself.
			context.logger.info(`incoming-api call refused: ${reason}, request ${requestId}`, {
				requestId,
				reason,
				credentialId,
			});
			return refuse(problem);
		}

		const { origin } = new URL(context.getNodeWebhookUrl('default') ?? '');
		const item = incomingItem(request, message, verdict, origin, requestId);
		const parsed = parseCallerAlias(context.getNodeParameter('callerAlias', ''));
		const json = withCallerAlias(item, 'alias' in parsed ? parsed.alias : undefined);
		response.setHeader('x-request-id', requestId);
		return { workflowData: [[{ json }]], ...answerNow(context, response, requestId) };
	} catch (error) {
		const cause = error instanceof Error ? error.message : String(error);
		context.logger.error(`incoming-api call could not be checked: ${cause}`, { requestId });
		return refuse('unavailable');
	}
}

/** What the response mode asks for at once: a receipt, or a watch over the answer to come. */
function answerNow(
	context: IWebhookFunctions,
	response: ServerResponse,
	requestId: string,
): Pick<IWebhookResponseData, 'webhookResponse'> {
	const mode = context.getNodeParameter('responseMode', 'onReceived');
	if (mode === 'onReceived') return { webhookResponse: { requestId } };
	if (mode === 'responseNode') replaceUnansweredResponse(response, requestId);
	return {};
}
