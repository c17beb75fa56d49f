import type { IWebhookFunctions } from 'n8n-workflow';

import type { HttpMessage } from '../http/message';
import { traceIdOf } from '../http/traceparent';
import type { CallContext, Policy, Realm } from '../realm/realm';
import { type Answering, answeringOf, planOf, waitOf } from './answering';
import { callContext } from './call-origin';
import type { CallReply } from './call-reply';
import { recentRealmOf } from './open-realms';
import { type IncomingRequest, readMessage } from './read-message';
import { askedRequest, isForStatus } from './status-address';
import { policyOf } from './trigger-policy';

/** A call as n8n has it, before anything of it is believed. */
export interface ReadCall {
	readonly request: IncomingRequest;
	readonly message: HttpMessage;
	readonly realm: Realm;
	readonly answering: Answering;
	/** What the trigger demands; of a call to the status address, to be known and no more. */
	readonly policy: Policy;
	readonly plan: ReturnType<typeof planOf>;
	/** How long the caller waits, in milliseconds; no limit when absent. */
	readonly wait: number | undefined;
	/** Whether the answer of an earlier call is asked for. */
	readonly isForStatus: boolean;
	readonly called: CallContext;
	/** n8n's own address of the trigger. */
	readonly webhookUrl: string;
}

/** What a trigger demands of whoever asks for an answer: the same, and to be known. */
function policyForStatus(policy: Policy): Policy {
	const only = { answers: undefined, content: undefined, methodOverride: undefined };
	return { ...policy, ...only, allowAnonymous: false };
}

/** Reads a call and the trigger that it came to. The reply learns its shape as early as can be. */
export async function readCall(context: IWebhookFunctions, reply: CallReply): Promise<ReadCall> {
	const answering = answeringOf(context);
	reply.shape = answering.shape;
	const request = context.getRequestObject() as unknown as IncomingRequest;
	const message = readMessage(request);
	const realm = await recentRealmOf(context);
	const reads = isForStatus(context, request) ? askedRequest(request) : undefined;
	const traceId = traceIdOf(request.headers['traceparent']);
	const asked = message.query['timeout'];
	const plan = planOf(answering, asked);
	const policy: Policy = { ...policyOf(context), answers: plan };
	return {
		request,
		message,
		realm,
		answering,
		policy: reads === undefined ? policy : policyForStatus(policy),
		plan,
		wait: waitOf(answering.timeoutSeconds, asked),
		isForStatus: reads !== undefined,
		called: callContext(context, { requestId: reply.requestId, traceId, reads }),
		webhookUrl: context.getNodeWebhookUrl('default') ?? '',
	};
}
